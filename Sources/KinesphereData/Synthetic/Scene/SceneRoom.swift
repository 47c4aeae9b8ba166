/// The room of a scene: floor, ceiling, walls, a doorway, furniture and set pieces.
///
/// Space: the scene's (see ``SyntheticScene``), metres.
public struct SceneRoom: Codable, Sendable, Equatable {
  /// A hole in the back wall: its left and right edge, its height, and how far behind the wall the next wall is.
  public struct Doorway: Codable, Sendable, Equatable {
    public var left: Float
    public var right: Float
    public var top: Float
    public var depth: Float

    public init(left: Float, right: Float, top: Float, depth: Float) {
      (self.left, self.right, self.top, self.depth) = (left, right, top, depth)
    }
  }

  /// From the camera to the back wall, from wall to wall, from floor to ceiling.
  public var depth: Float
  public var width: Float
  public var height: Float
  public var floor = SceneMaterial(albedo: SIMD3(0.52, 0.4, 0.28), texture: .boards)
  public var walls = SceneMaterial(albedo: SIMD3(0.62, 0.6, 0.55), texture: .plaster)
  public var doorway: Doorway?
  /// At most ``mostObjects``.
  public var objects: [SceneObject]

  public static let mostObjects = 24

  public init(depth: Float = 3.7, width: Float = 3.8, height: Float = 2.6, objects: [SceneObject] = []) {
    precondition(objects.count <= Self.mostObjects, "a room holds at most 24 objects")
    (self.depth, self.width, self.height, self.objects) = (depth, width, height, objects)
  }
}

/// What a pixel of a scene shows, in one byte: a dancer's part, or a surface of the room.
enum SceneLabel {
  /// Dancer `d`'s part `p` is `32 d + p`; dancers are 0 to 6.
  static let partsPerDancer = 32
  static let mostDancers = 7
  /// Beside the body's 18 parts: the scalp.
  static let hair: UInt8 = 18
  /// Surfaces of the room and then its objects.
  static let floor: UInt8 = 224
  static let ceiling: UInt8 = 225
  static let backWall: UInt8 = 226
  static let leftWall: UInt8 = 227
  static let rightWall: UInt8 = 228
  static let behindDoor: UInt8 = 229
  static let firstObject: UInt8 = 230
  static let nothing = BodyPart.none

  static func isDancer(_ label: UInt8) -> Bool { label < floor }

  /// The dancer whose part it is; ``nothing`` for the room.
  @inline(__always)
  static func dancer(of label: UInt8) -> UInt8 { label < floor ? label >> 5 : nothing }
}

extension SceneRoom {
  /// The surfaces that enclose the room as `view` sees them, each with its label.
  func surfaces(in view: SceneView) -> [(surface: SyntheticRoom.Surface, label: UInt8)] {
    let walls: [(SIMD3<Float>, Float, UInt8)] = [
      (SIMD3(0, -1, 0), view.eyeHeight, SceneLabel.floor),
      (SIMD3(0, 1, 0), height - view.eyeHeight, SceneLabel.ceiling),
      (SIMD3(0, 0, 1), depth, SceneLabel.backWall),
      (SIMD3(-1, 0, 0), width / 2, SceneLabel.leftWall),
      (SIMD3(1, 0, 0), width / 2, SceneLabel.rightWall),
    ]
    return walls.map {
      (SyntheticRoom.Surface(normal: view.rotation.applied(to: $0.0), distance: $0.1), $0.2)
    }
  }

  /// The material of everything that carries a label of the room; dancers are plain.
  func material(of label: UInt8) -> SceneMaterial {
    switch label {
    case SceneLabel.floor: return floor
    case SceneLabel.ceiling: return SceneMaterial(albedo: SIMD3(0.8, 0.8, 0.78))
    case SceneLabel.backWall, SceneLabel.leftWall, SceneLabel.rightWall: return walls
    case SceneLabel.behindDoor: return SceneMaterial(albedo: SIMD3(0.3, 0.33, 0.4), texture: .stripes)
    default:
      let index = Int(label) - Int(SceneLabel.firstObject)
      return objects.indices.contains(index)
        ? objects[index].material : SceneMaterial(albedo: SIMD3(repeating: 0.5))
    }
  }
}

/// Where a scene's camera stands and looks: at height `eyeHeight` over the scene's origin.
struct SceneView: Sendable, Equatable {
  /// From the scene's axes to the mirrored camera frame's.
  var rotation: Rotation
  var eyeHeight: Float

  func applied(to point: SIMD3<Float>) -> SIMD3<Float> {
    rotation.applied(to: point - SIMD3(0, eyeHeight, 0))
  }

  func applied(to pose: BodyPose) -> BodyPose {
    pose.moved(by: SIMD3(0, -eyeHeight, 0)).rotated(by: rotation)
  }

  /// From the mirrored camera frame back to the scene.
  func place(of point: SIMD3<Float>) -> SIMD3<Float> {
    rotation.inverse.applied(to: point) + SIMD3(0, eyeHeight, 0)
  }
}
