/// A person's measures that a dance needs.
struct DancerFrame: Sendable {
  let person: Person
  /// Metres of this body for a metre of a ``Posture``.
  let scale: Float
  let leftSole: Sole
  let rightSole: Sole

  /// The height of the pelvis joint that postures are written for, metres.
  private static let usualHeight: Float = 0.95

  init(_ person: Person) {
    self.person = person
    scale = person.pelvisHeight / Self.usualHeight
    leftSole = Sole(person, isLeft: true)
    rightSole = Sole(person, isLeft: false)
  }

  func sole(isLeft: Bool) -> Sole { isLeft ? leftSole : rightSole }

  /// Thigh and shank, metres.
  func lengths(isLeft: Bool) -> (Float, Float) {
    let (hip, knee, ankle): (BodyJoint, BodyJoint, BodyJoint) =
      isLeft ? (.leftHip, .leftKnee, .leftAnkle) : (.rightHip, .rightKnee, .rightAnkle)
    let joints = person.joints
    return (
      (joints[knee.rawValue] - joints[hip.rawValue]).length,
      (joints[ankle.rawValue] - joints[knee.rawValue]).length
    )
  }

  /// From the pelvis joint to the hip, in a turned pelvis.
  func hip(isLeft: Bool, pelvis: Rotation) -> SIMD3<Float> {
    let joint: BodyJoint = isLeft ? .leftHip : .rightHip
    return pelvis.applied(to: person.joints[joint.rawValue] - person.joints[BodyJoint.pelvis.rawValue])
  }
}

/// A posture's trunk, head and arms as directions: what does not depend on where the feet are.
struct UpperBody: Sendable {
  /// Degrees.
  var heading: Float
  var pelvis: Posture.Trunk
  var chest: Posture.Trunk
  var head: Posture.Trunk
  /// In the chest's frame: left upper arm and forearm, right upper arm and forearm.
  var arms: [SIMD3<Float>]

  init(_ posture: Posture) {
    (heading, pelvis, chest, head) = (posture.heading, posture.pelvis, posture.chest, posture.head)
    let (left, right) = (posture.left.arm.bones(outward: -1), posture.right.arm.bones(outward: 1))
    arms = [left.first, left.second, right.first, right.second]
  }

  /// As 22 numbers.
  var values: [Float] {
    [heading] + [pelvis, chest, head].flatMap { [$0.bend, $0.turn, $0.lean] }
      + arms.flatMap { [$0.x, $0.y, $0.z] }
  }

  static let valueCount = 22

  init(_ values: ArraySlice<Float>) {
    let v = Array(values)
    heading = v[0]
    pelvis = .init(bend: v[1], turn: v[2], lean: v[3])
    chest = .init(bend: v[4], turn: v[5], lean: v[6])
    head = .init(bend: v[7], turn: v[8], lean: v[9])
    arms = (0..<4).map { SIMD3(v[10 + 3 * $0], v[11 + 3 * $0], v[12 + 3 * $0]).normalised }
  }

  var facing: Rotation { Rotation(about: SIMD3(0, 1, 0), by: radians(heading)) }

  /// A pose with this upper body, legs hanging.
  func pose(root: SIMD3<Float>) -> BodyPose {
    var pose = BodyPose.standing
    pose.root = root
    pose.pelvis = facing * pelvis.rotation
    pose.chest = facing * chest.rotation
    pose.neck = pose.chest.applied(to: head.rotation.applied(to: SIMD3(0, 1, -0.15).normalised))
    Self.arm(arms[0], arms[1], outward: -1).pose(&pose.left, chest: pose.chest)
    Self.arm(arms[2], arms[3], outward: 1).pose(&pose.right, chest: pose.chest)
    return pose
  }

  private static func arm(_ upper: SIMD3<Float>, _ fore: SIMD3<Float>, outward: Float) -> Arm {
    Arm(clavicle: Arm.girdle(upper, outward: outward), upperArm: upper, forearm: fore, hand: fore)
  }
}

extension Posture.Trunk {
  var rotation: Rotation {
    Rotation(about: SIMD3(0, 1, 0), by: radians(turn)) * Rotation(about: SIMD3(1, 0, 0), by: -radians(bend))
      * Rotation(about: SIMD3(0, 0, 1), by: radians(lean))
  }
}

extension ArmReach {
  /// Upper arm and forearm as shares of the arm's length.
  private static let lengths: (Float, Float) = (0.53, 0.47)

  /// The arm's bones in the chest's frame.
  func bones(outward: Float) -> TwoBoneReach {
    let flip = SIMD3<Float>(outward, 1, 1)
    switch self {
    case .towards(let direction, let reach, let elbow):
      return TwoBoneReach(
        target: (direction * flip).normalised * reach, lengths: Self.lengths, towards: elbow * flip)
    case .place(let place, let elbow):
      // The shoulder lies a third of an arm beside the middle.
      return TwoBoneReach(
        target: place - SIMD3(outward * 0.33, 0, 0), lengths: Self.lengths, towards: elbow * flip)
    }
  }
}
