import Kinesphere

/// Where the dancers' shadows fall on floor and back wall: a picture of the body as the lamp throws it on each of them.
struct SceneShadow: Sendable {
  private var raster: BodyRaster
  private var thrown: [SIMD3<Float>] = []
  private let labels: [[UInt8]]
  /// What the light in the shadow is multiplied by, floor and back wall.
  private(set) var factors: [Float] = [1, 1]

  private static let surfaces = [SceneLabel.floor, SceneLabel.backWall]

  init(camera: Camera) {
    raster = BodyRaster(camera: camera)
    labels = Self.surfaces.map { [UInt8](repeating: $0, count: Body.shared.faceParts.count) }
  }

  /// `[height, width]`: the label of the surface on which a shadow falls, ``SceneLabel/nothing`` elsewhere. It darkens
  /// only pixels whose picture shows that very surface.
  var places: Plane<UInt8> { raster.parts }

  /// Empties the picture, and works out how dark shadows are.
  mutating func clear(light: SceneLight, lamp: SIMD3<Float>, room: SceneRoom, view: SceneView) {
    raster.clear()
    for (index, label) in Self.surfaces.enumerated() {
      guard let surface = room.surface(label, in: view) else { continue }
      // The surface's normal points away from the room.
      let direct = (1 - light.ambient) * max(0, -surface.normal.dot(lamp))
      factors[index] = 1 - light.shadow * direct / max(1e-6, light.ambient + direct)
    }
  }

  /// Throws a body that stands in the mirrored camera frame on both surfaces, away from the lamp.
  mutating func add(_ body: PosedBody, lamp: SIMD3<Float>, room: SceneRoom, view: SceneView) {
    for (index, label) in Self.surfaces.enumerated() {
      guard let surface = room.surface(label, in: view), surface.normal.dot(lamp) < -1e-3 else { continue }
      let scale = 1 / surface.normal.dot(lamp)
      thrown.removeAll(keepingCapacity: true)
      for vertex in body.vertices {
        thrown.append(vertex - lamp * ((surface.normal.dot(vertex) - surface.distance) * scale))
      }
      raster.draw(thrown, faces: Body.shared.faces, labels: labels[index])
    }
  }
}

extension SceneRoom {
  /// The surface that carries a label.
  func surface(_ label: UInt8, in view: SceneView) -> SyntheticRoom.Surface? {
    surfaces(in: view).first { $0.label == label }?.surface
  }
}
