import Kinesphere

/// A plain room behind the dancer: floor, walls, and boxes as furniture.
public struct SyntheticRoom: Sendable {
  /// A plane of the room: its points p have `p · normal = distance`, metres, in the mirrored camera frame; the
  /// camera is on the side where the value is less.
  public struct Surface: Sendable {
    public var normal: SIMD3<Float>
    public var distance: Float

    public init(normal: SIMD3<Float>, distance: Float) {
      self.normal = normal
      self.distance = distance
    }
  }

  /// The room is what all surfaces enclose.
  public var surfaces: [Surface]
  /// `[boxes * 8]` corners and their triangles.
  private var corners: [SIMD3<Float>] = []
  /// From a level camera to the tilted one.
  private var level = Rotation.identity
  private var faces: [Int16] = []

  public init(surfaces: [Surface]) { self.surfaces = surfaces }

  /// A floor `eyeHeight` metres below a camera that is tilted by `tilt` radians (positive looks down), a back wall
  /// `depth` metres away and side walls `width` metres apart.
  public init(eyeHeight: Float, tilt: Float = 0, depth: Float = 4.2, width: Float = 5) {
    level = Rotation(about: SIMD3(1, 0, 0), by: -tilt)
    surfaces = [
      Surface(normal: level.applied(to: SIMD3(0, -1, 0)), distance: eyeHeight),
      Surface(normal: level.applied(to: SIMD3(0, 0, 1)), distance: depth),
      Surface(normal: SIMD3(1, 0, 0), distance: width / 2),
      Surface(normal: SIMD3(-1, 0, 0), distance: width / 2),
    ]
  }

  /// Adds an upright box; `centre` as seen by a level camera: x to the right, y up from the eye, z away, metres.
  public mutating func addBox(centre: SIMD3<Float>, size: SIMD3<Float>) {
    let first = Int16(corners.count)
    for corner in 0..<8 {
      let sign = SIMD3<Float>(
        corner & 1 == 0 ? -0.5 : 0.5, corner & 2 == 0 ? -0.5 : 0.5, corner & 4 == 0 ? -0.5 : 0.5)
      corners.append(level.applied(to: centre + size * sign))
    }
    for quad: [Int16] in [
      [0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6], [0, 2, 6, 4], [1, 3, 7, 5],
    ] {
      faces += [quad[0], quad[1], quad[2], quad[0], quad[2], quad[3]].map { $0 + first }
    }
  }

  /// A room around a dance at `depth` metres, with a few boxes along its walls.
  static func random(
    eyeHeight: Float, tilt: Float, depth: Float, using generator: inout SeededGenerator
  ) -> SyntheticRoom {
    let wall = depth + generator.uniform(1, 2.2)
    let width = generator.uniform(4.5, 7)
    var room = SyntheticRoom(eyeHeight: eyeHeight, tilt: tilt, depth: wall, width: width)
    for _ in 0..<generator.index(below: 4) {
      let size = SIMD3(generator.uniform(0.3, 1), generator.uniform(0.3, 1.6), generator.uniform(0.3, 0.6))
      let side: Float = generator.chance(0.5) ? 1 : -1
      let x = side * generator.uniform(1.1, width / 2 - 0.2)
      room.addBox(centre: SIMD3(x, size.y / 2 - eyeHeight, wall - size.z / 2 - 0.05), size: size)
    }
    return room
  }

  /// Fills what is nearer than the picture so far. In a convex room the surface seen along a ray is the one with the
  /// greatest inverse depth, and a plane's inverse depth is linear in the pixel: `normal · ray / distance`.
  func draw(into raster: inout BodyRaster) {
    if !corners.isEmpty {
      raster.draw(corners, faces: faces, labels: [UInt8](repeating: BodyPart.none, count: faces.count / 3))
    }
    let camera = raster.camera
    let flip: Float = camera.isMirrored ? 1 : -1
    let surfaces = surfaces
    raster.withPlanes { inverseDepth, parts in
      for y in 0..<camera.height {
        let slopeY = (camera.centreY - Float(y) - 0.5) / camera.focalY
        for surface in surfaces {
          let start = (surface.normal.y * slopeY + surface.normal.z) / surface.distance
          let step = surface.normal.x * flip / (camera.focalX * surface.distance)
          for x in 0..<camera.width {
            let w = start + step * (Float(x) + 0.5 - camera.centreX)
            let pixel = y &* camera.width &+ x
            if w > inverseDepth[pixel] {
              inverseDepth[pixel] = w
              parts[pixel] = BodyPart.none
            }
          }
        }
      }
    }
  }
}
