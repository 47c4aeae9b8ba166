import Kinesphere

/// One dancer of a scene: who it is, what it wears, and how it stands in every frame.
public struct SceneDancer: Sendable {
  /// Colours as shares of light that come back, red, green and blue, 0 to 1.
  public struct Outfit: Codable, Sendable, Equatable {
    public var skin = SIMD3<Float>(0.72, 0.52, 0.42)
    public var hair = SIMD3<Float>(0.1, 0.07, 0.05)
    public var shirt = SIMD3<Float>(0.2, 0.3, 0.6)
    public var trousers = SIMD3<Float>(0.16, 0.16, 0.2)
    public var shoes = SIMD3<Float>(0.35, 0.3, 0.3)
    /// Whether the hair swallows infrared light, as black hair does (see ``RoomFaults/absorbedShare``).
    public var isHairAbsorbing = true

    public init() {}
  }

  public var person: Person
  public var outfit: Outfit
  /// One for each frame, in the scene's space; nil where the dancer is not there.
  public var poses: [BodyPose?]
  /// True where the lowest point of every pose is put on the floor, whatever the root's height.
  public var isGrounded: Bool

  public init(person: Person, outfit: Outfit = Outfit(), poses: [BodyPose?], isGrounded: Bool = true) {
    (self.person, self.outfit, self.poses, self.isGrounded) = (person, outfit, poses, isGrounded)
  }
}

extension SceneDancer.Outfit {
  /// Clothes and hair of any brightness.
  static func random(using generator: inout SeededGenerator) -> Self {
    func colour(_ low: Float, _ high: Float) -> SIMD3<Float> {
      SIMD3(generator.uniform(low, high), generator.uniform(low, high), generator.uniform(low, high))
    }
    var outfit = Self()
    outfit.skin *= generator.uniform(0.45, 1.25)
    outfit.hair *= generator.uniform(0.5, 3)
    outfit.shirt = colour(0.08, 0.85)
    outfit.trousers = colour(0.06, 0.4)
    outfit.shoes = colour(0.1, 0.7)
    return outfit
  }

  /// The colour of a part of the body, or of the hair.
  func albedo(of part: UInt8) -> SIMD3<Float> {
    if part == SceneLabel.hair { return hair }
    return switch BodyPart(rawValue: part) {
    case .head, .leftHand, .rightHand, .leftForearm, .rightForearm: skin
    case .leftFoot, .rightFoot: shoes
    case .pelvis, .leftThigh, .rightThigh, .leftShank, .rightShank: trousers
    default: shirt
    }
  }
}

extension Body {
  /// `[3000]`: ``faceParts``, with ``SceneLabel/hair`` on the scalp: the back and top of the head.
  static let facePartsWithHair: [UInt8] = {
    let body = Body.shared
    let head = body.joints[BodyJoint.head.rawValue]
    return body.faceParts.indices.map { face in
      let part = body.faceParts[face]
      guard part == BodyPart.head.rawValue else { return part }
      let middle =
        (body.vertices[Int(body.faces[3 * face])] + body.vertices[Int(body.faces[3 * face + 1])]
          + body.vertices[Int(body.faces[3 * face + 2])]) / 3 - head
      // The dancer looks along -z: hair is above a plane that rises from the nape to the forehead.
      return middle.y > -0.01 - middle.z && middle.y > -0.08 ? SceneLabel.hair : part
    }
  }()
}
