import Kinesphere

/// What stands still in a scene's room, drawn once for each direction of the camera.
struct SceneBackground: Sendable {
  private var raster: BodyRaster
  private(set) var view: SceneView?

  /// `[height, width]`, 1/metres, and ``SceneLabel``s.
  var inverseDepth: [Float] { raster.inverseDepth }
  var labels: [UInt8] { raster.parts.storage }

  init(camera: Camera) { raster = BodyRaster(camera: camera) }

  mutating func draw(_ room: SceneRoom, in view: SceneView) {
    self.view = view
    raster.clear()
    for (surface, label) in room.surfaces(in: view) { draw(surface, label: label) }
    if let doorway = room.doorway { cut(doorway, room: room, view: view) }
    var mesh = SceneMesh()
    for (index, object) in room.objects.enumerated() where !object.isMoving {
      object.draw(
        into: &mesh, label: SceneLabel.firstObject + UInt8(index), frame: 0, time: 0, place: view.applied(to:)
      )
    }
    if !mesh.labels.isEmpty { raster.draw(mesh.vertices, faces: mesh.faces, labels: mesh.labels) }
  }

  /// Of the surfaces of a convex room the one with the greatest inverse depth is seen, which is linear in the pixel.
  private mutating func draw(_ surface: SyntheticRoom.Surface, label: UInt8) {
    let camera = raster.camera
    raster.withPlanes { inverseDepth, labels in
      for y in 0..<camera.height {
        for x in 0..<camera.width {
          let w = surface.normal.dot(camera.ray(x, y)) / surface.distance
          let pixel = y &* camera.width &+ x
          if w > inverseDepth[pixel] {
            inverseDepth[pixel] = w
            labels[pixel] = label
          }
        }
      }
    }
  }

  /// Shows the next wall where the back wall has its doorway.
  private mutating func cut(_ doorway: SceneRoom.Doorway, room: SceneRoom, view: SceneView) {
    let camera = raster.camera
    let normal = view.rotation.applied(to: SIMD3(0, 0, 1))
    raster.withPlanes { inverseDepth, labels in
      for y in 0..<camera.height {
        for x in 0..<camera.width {
          let pixel = y &* camera.width &+ x
          guard labels[pixel] == SceneLabel.backWall else { continue }
          let place = view.place(of: camera.ray(x, y) / inverseDepth[pixel])
          guard place.x > doorway.left, place.x < doorway.right, place.y < doorway.top else { continue }
          inverseDepth[pixel] = normal.dot(camera.ray(x, y)) / (room.depth + doorway.depth)
          labels[pixel] = SceneLabel.behindDoor
        }
      }
    }
  }
}

extension Camera {
  /// The direction in which a pixel's centre looks, z = 1, in the mirrored camera frame.
  @inline(__always)
  func ray(_ x: Int, _ y: Int) -> SIMD3<Float> {
    let right = (Float(x) + 0.5 - centreX) / focalX
    return SIMD3(isMirrored ? right : -right, (centreY - Float(y) - 0.5) / focalY, 1)
  }
}
