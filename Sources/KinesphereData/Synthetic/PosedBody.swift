import Kinesphere

/// A person in a pose: the skin's vertices and the joints, in metres, in the pose's own space.
///
/// Linear blend skinning: a vertex lies at the sum over its segments s of `weight * (R_s (v - j_s) + p_s)`, where
/// j_s is the segment's pivot at rest, R_s its rotation and p_s its pivot's posed place. Made once and filled again
/// for every pose; filling allocates nothing and takes about 50 µs.
public struct PosedBody: Sendable {
  /// `[1502]`, in the order of ``Body/faces``; then those of hanging cloth, where there is any.
  private(set) var vertices: [SIMD3<Float>]
  /// `[22]`, in ``BodyJoint`` order.
  private(set) var joints: [SIMD3<Float>]
  /// `[19]` rotations, and the columns of the matrices that move rest vertices.
  private var rotations = [Rotation](repeating: .identity, count: BodySegment.count)
  /// Three vertex numbers for each triangle of hanging cloth.
  private(set) var clothFaces: [Int16] = []
  /// The part of each: hanging cloth covers the hips and counts as pelvis.
  private(set) var clothParts: [UInt8] = []
  private var pivots = [SIMD3<Float>](repeating: .zero, count: BodySegment.count)
  private var matrices = [SegmentMatrix](repeating: SegmentMatrix(), count: BodySegment.count)

  public init() {
    vertices = [SIMD3<Float>](repeating: .zero, count: Body.shared.vertexCount)
    joints = [SIMD3<Float>](repeating: .zero, count: BodyJoint.count)
  }

  /// Puts `person` into `pose`.
  public mutating func fill(person: Person, pose: BodyPose) {
    let rest = person.joints
    turn(rest: rest, pose: pose)
    place(rest: rest, root: pose.root)
    for segment in BodySegment.allCases {
      let index = segment.rawValue
      let axes = rotations[index].columns
      let pivot = rest[segment.pivot.rawValue]
      let shift = pivots[index] - rotations[index].applied(to: pivot)
      matrices[index] = SegmentMatrix(x: axes.x, y: axes.y, z: axes.z, shift: shift)
    }
    for joint in BodyJoint.allCases {
      joints[joint.rawValue] = matrices[joint.carrier.rawValue].applied(to: rest[joint.rawValue])
    }
    fit(cloth: person.hem)
    skin(person.vertices)
    person.hem?.hang(
      on: joints, pelvis: pose.pelvis, drape: pose.drape ?? Drape(), into: &vertices)
  }

  /// Makes room for hanging cloth where another person comes.
  private mutating func fit(cloth: Hem?) {
    let count = Body.shared.vertexCount + (cloth == nil ? 0 : Hem.vertexCount)
    guard vertices.count != count else { return }
    vertices = [SIMD3<Float>](repeating: .zero, count: count)
    clothFaces = cloth?.faces ?? []
    clothParts = [UInt8](repeating: BodyPart.pelvis.rawValue, count: clothFaces.count / 3)
  }

  /// The 18 anatomical key-points, confidence 1, in the pose's own space.
  public var keyPoints: Pose {
    var pose = Pose()
    for (index, joint) in BodyJoint.keyPoints.enumerated() {
      pose.points[index] = joints[joint.rawValue]
      pose.confidence[index] = 1
    }
    return pose
  }

  private mutating func turn(rest: [SIMD3<Float>], pose: BodyPose) {
    func bone(_ start: BodyJoint, _ end: BodyJoint) -> SIMD3<Float> {
      rest[end.rawValue] - rest[start.rawValue]
    }
    set(.pelvis, pose.pelvis)
    set(.chest, pose.chest)
    set(.abdomen, pose.pelvis.slerp(to: pose.chest, share: 0.5))
    swing(.neck, after: .chest, bone: bone(.neck, .head), to: pose.neck)
    set(.head, rotations[BodySegment.neck.rawValue])
    let left = pose.left
    swing(.leftClavicle, after: .chest, bone: bone(.leftClavicle, .leftShoulder), to: left.clavicle)
    swing(.leftUpperArm, after: .leftClavicle, bone: bone(.leftShoulder, .leftElbow), to: left.upperArm)
    swing(.leftForearm, after: .leftUpperArm, bone: bone(.leftElbow, .leftWrist), to: left.forearm)
    swing(.leftHand, after: .leftForearm, bone: bone(.leftWrist, .leftHand), to: left.hand)
    swing(
      .leftThigh, after: .pelvis, bone: bone(.leftHip, .leftKnee), to: left.thigh,
      keeping: SIMD3(0, 0, -1), at: left.knee)
    swing(.leftShank, after: .leftThigh, bone: bone(.leftKnee, .leftAnkle), to: left.shank)
    swing(
      .leftFoot, after: .leftShank, bone: bone(.leftAnkle, .leftFoot), to: left.foot,
      keeping: SIMD3(0, 1, 0), at: left.instep)
    let right = pose.right
    swing(.rightClavicle, after: .chest, bone: bone(.rightClavicle, .rightShoulder), to: right.clavicle)
    swing(.rightUpperArm, after: .rightClavicle, bone: bone(.rightShoulder, .rightElbow), to: right.upperArm)
    swing(.rightForearm, after: .rightUpperArm, bone: bone(.rightElbow, .rightWrist), to: right.forearm)
    swing(.rightHand, after: .rightForearm, bone: bone(.rightWrist, .rightHand), to: right.hand)
    swing(
      .rightThigh, after: .pelvis, bone: bone(.rightHip, .rightKnee), to: right.thigh,
      keeping: SIMD3(0, 0, -1), at: right.knee)
    swing(.rightShank, after: .rightThigh, bone: bone(.rightKnee, .rightAnkle), to: right.shank)
    swing(
      .rightFoot, after: .rightShank, bone: bone(.rightAnkle, .rightFoot), to: right.foot,
      keeping: SIMD3(0, 1, 0), at: right.instep)
  }

  /// Swings a segment from its parent's frame until the bone, given at rest, points along `direction`.
  private mutating func swing(
    _ segment: BodySegment, after parent: BodySegment, bone: SIMD3<Float>, to direction: SIMD3<Float>
  ) {
    let frame = rotations[parent.rawValue]
    set(segment, Rotation(from: frame.applied(to: bone), to: direction) * frame)
  }

  /// The same, but turned about the bone too, where it is known which way a second direction, given at rest, points.
  private mutating func swing(
    _ segment: BodySegment, after parent: BodySegment, bone: SIMD3<Float>, to direction: SIMD3<Float>,
    keeping second: SIMD3<Float>, at place: SIMD3<Float>?
  ) {
    guard let place else { return swing(segment, after: parent, bone: bone, to: direction) }
    set(segment, Rotation(x: direction, y: place) * Rotation(x: bone, y: second).inverse)
  }

  private mutating func set(_ segment: BodySegment, _ rotation: Rotation) {
    rotations[segment.rawValue] = rotation
  }

  private mutating func place(rest: [SIMD3<Float>], root: SIMD3<Float>) {
    pivots[0] = root
    for segment in BodySegment.allCases {
      guard let parent = segment.parent else { continue }
      let bone = rest[segment.pivot.rawValue] - rest[parent.pivot.rawValue]
      pivots[segment.rawValue] = pivots[parent.rawValue] + rotations[parent.rawValue].applied(to: bone)
    }
  }

  private mutating func skin(_ rest: [SIMD3<Float>]) {
    let body = Body.shared
    let (segments, weights) = (body.segments.span, body.weights.span)
    let movers = matrices
    let matrices = movers.span
    let rest = rest.span
    var posed = vertices.mutableSpan
    for vertex in rest.indices {
      let v = rest[vertex]
      var sum = SIMD3<Float>.zero
      for slot in 4 &* vertex..<4 &* vertex &+ 4 {
        let weight = weights[slot]
        if weight == 0 { continue }
        sum += matrices[Int(segments[slot])].applied(to: v) * weight
      }
      posed[vertex] = sum
    }
  }
}

/// The columns of a rotation and a shift.
private struct SegmentMatrix {
  var x = SIMD3<Float>(1, 0, 0)
  var y = SIMD3<Float>(0, 1, 0)
  var z = SIMD3<Float>(0, 0, 1)
  var shift = SIMD3<Float>.zero

  @inline(__always)
  func applied(to v: SIMD3<Float>) -> SIMD3<Float> { x * v.x + y * v.y + z * v.z + shift }
}

extension BodySegment {
  /// The segment that carries this one; nil for the pelvis.
  var parent: BodySegment? {
    switch self {
    case .pelvis: nil
    case .abdomen: .pelvis
    case .chest: .abdomen
    case .neck, .leftClavicle, .rightClavicle: .chest
    case .head: .neck
    case .leftUpperArm: .leftClavicle
    case .leftForearm: .leftUpperArm
    case .leftHand: .leftForearm
    case .leftThigh, .rightThigh: .pelvis
    case .leftShank: .leftThigh
    case .leftFoot: .leftShank
    case .rightUpperArm: .rightClavicle
    case .rightForearm: .rightUpperArm
    case .rightHand: .rightForearm
    case .rightShank: .rightThigh
    case .rightFoot: .rightShank
    }
  }

  /// The joint about which it turns.
  var pivot: BodyJoint {
    switch self {
    case .pelvis: .pelvis
    case .abdomen, .chest: .spine
    case .neck: .neck
    case .head: .head
    case .leftClavicle: .leftClavicle
    case .leftUpperArm: .leftShoulder
    case .leftForearm: .leftElbow
    case .leftHand: .leftWrist
    case .leftThigh: .leftHip
    case .leftShank: .leftKnee
    case .leftFoot: .leftAnkle
    case .rightClavicle: .rightClavicle
    case .rightUpperArm: .rightShoulder
    case .rightForearm: .rightElbow
    case .rightHand: .rightWrist
    case .rightThigh: .rightHip
    case .rightShank: .rightKnee
    case .rightFoot: .rightAnkle
    }
  }
}

extension BodyJoint {
  /// The segment that carries the joint.
  var carrier: BodySegment {
    switch self {
    case .pelvis, .spine, .leftHip, .rightHip: .pelvis
    case .neck, .leftClavicle, .rightClavicle: .chest
    case .head: .head
    case .leftShoulder: .leftClavicle
    case .leftElbow: .leftUpperArm
    case .leftWrist: .leftForearm
    case .leftHand: .leftHand
    case .leftKnee: .leftThigh
    case .leftAnkle: .leftShank
    case .leftFoot: .leftFoot
    case .rightShoulder: .rightClavicle
    case .rightElbow: .rightUpperArm
    case .rightWrist: .rightForearm
    case .rightHand: .rightHand
    case .rightKnee: .rightThigh
    case .rightAnkle: .rightShank
    case .rightFoot: .rightFoot
    }
  }
}
