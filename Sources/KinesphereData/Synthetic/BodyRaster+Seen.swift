import Kinesphere

extension BodyRaster {
  /// True where the picture shows the skin over a joint: within a pixel of the joint's place lies one of its own
  /// parts, no farther from the joint than flesh is thick. `point` is in the camera frame, metres; `firstLabel` is added to the
  /// body's parts where several bodies are drawn.
  func shows(_ keyPoint: KeyPoint, at point: SIMD3<Float>, firstLabel: UInt8 = 0) -> Bool {
    guard point.z > Self.nearest else { return false }
    let place = camera.project(point)
    guard place.x >= 0, place.y >= 0, place.x < Float(camera.width), place.y < Float(camera.height) else {
      return false
    }
    let (x, y) = (Int(place.x), Int(place.y))
    let skin = keyPoint.skin
    for row in max(0, y - 1)...min(camera.height - 1, y + 1) {
      for column in max(0, x - 1)...min(camera.width - 1, x + 1) {
        let pixel = row &* camera.width &+ column
        let part = parts.storage[pixel] &- firstLabel
        guard part < 32, skin.parts & (1 << UInt32(part)) != 0 else { continue }
        if abs(1 / inverseDepth[pixel] - point.z) < skin.thickness { return true }
      }
    }
    return false
  }
}

extension KeyPoint {
  /// The parts whose skin covers the joint, one bit for each raw value, and the most flesh over it, metres.
  fileprivate var skin: (parts: UInt32, thickness: Float) {
    switch self {
    case .head: (Self.bits([.head]) | 1 << UInt32(SceneLabel.hair), 0.15)
    case .neck:
      (Self.bits([.head, .chest, .leftShoulder, .rightShoulder]) | 1 << UInt32(SceneLabel.hair), 0.2)
    case .spine: (Self.bits([.chest, .abdomen, .pelvis]), 0.3)
    case .pelvis: (Self.bits([.abdomen, .pelvis, .leftThigh, .rightThigh]), 0.25)
    case .leftShoulder: (Self.bits([.leftShoulder, .leftUpperArm, .chest]), 0.15)
    case .leftElbow: (Self.bits([.leftUpperArm, .leftForearm]), 0.1)
    case .leftWrist: (Self.bits([.leftForearm, .leftHand]), 0.1)
    case .leftHip: (Self.bits([.pelvis, .leftThigh, .abdomen]), 0.22)
    case .leftKnee: (Self.bits([.leftThigh, .leftShank]), 0.15)
    case .leftAnkle: (Self.bits([.leftShank, .leftFoot]), 0.15)
    case .leftFoot: (Self.bits([.leftFoot]), 0.15)
    case .rightShoulder: (Self.bits([.rightShoulder, .rightUpperArm, .chest]), 0.15)
    case .rightElbow: (Self.bits([.rightUpperArm, .rightForearm]), 0.1)
    case .rightWrist: (Self.bits([.rightForearm, .rightHand]), 0.1)
    case .rightHip: (Self.bits([.pelvis, .rightThigh, .abdomen]), 0.22)
    case .rightKnee: (Self.bits([.rightThigh, .rightShank]), 0.15)
    case .rightAnkle: (Self.bits([.rightShank, .rightFoot]), 0.15)
    case .rightFoot: (Self.bits([.rightFoot]), 0.15)
    }
  }

  private static func bits(_ parts: [BodyPart]) -> UInt32 {
    parts.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }
}
