import Kinesphere
import RealModule

/// The anatomical angles of one pose, each with a confidence.
///
/// Values in degrees, as ``PostureJoint`` defines them; NaN where a key-point that they need is unknown, or where the angle is
/// not defined. Angles between segments do not depend on where the camera stands; those to the vertical use
/// ``PostureView/up``. Turning the dancer about the vertical changes nothing, a mirror image swaps the sides.
///
/// Fixed-size storage, no allocation; about two microseconds.
public struct PostureAngles: Sendable {
  /// Degrees, in ``PostureAngle`` order.
  public private(set) var values: InlineArray<27, Float>
  /// The least confidence of the key-points that an angle is measured from, 0 to 1; 0 where its value is NaN.
  public private(set) var confidence: InlineArray<27, Float>

  /// All unknown.
  public init() {
    values = InlineArray(repeating: .nan)
    confidence = InlineArray(repeating: 0)
  }

  public subscript(_ angle: PostureAngle) -> Float { values[angle.index] }

  /// Measures a pose. `isMirrored` and the direction of gravity come from the view.
  public init(_ pose: Pose, view: PostureView) {
    self.init()
    let body = MeasuredBody(pose, view: view)
    measure(body, .left)
    measure(body, .right)
    measureTrunk(body)
    rate(pose)
  }

  /// The four key-points of a limb, as the right-handed frame has them.
  private mutating func measure(_ body: MeasuredBody, _ side: BodySide) {
    let place = side == .left ? 0 : Self.sidedCount
    let limb = body.limb(side)
    let outwards: Float = side == .left ? -1 : 1
    values[place] = Self.between(limb.thigh, limb.shank)
    values[place + 1] = Self.between(limb.upperArm, limb.forearm)
    let thigh = body.pelvis.local(limb.thigh)
    // Within 10 degrees of the axis there is no telling forwards from back.
    values[place + 2] = .turn(y: thigh.x, x: -thigh.y, blind: Self.blind)
    values[place + 3] = Float.asin(max(-1, min(1, thigh.z * outwards))).degrees + 0 * thigh.z
    values[place + 4] = Self.between(limb.thigh, -body.pelvis.up)
    let arm = body.thorax.local(limb.upperArm)
    values[place + 5] = Self.between(limb.upperArm, -body.thorax.up)
    values[place + 6] = .turn(y: arm.x, x: arm.z * outwards, blind: Self.blind)
    values[place + 7] = Self.between(limb.shank, limb.foot) - (90 - AnatomicalZero.sole)
    let foot = limb.foot
    values[place + 8] = .turn(
      y: body.heading.right.dot(foot) * outwards, x: body.heading.forwards.dot(foot), blind: 0.342)
  }

  private mutating func measureTrunk(_ body: MeasuredBody) {
    let place = 2 * Self.sidedCount
    let chest = body.pelvis.local(body.thorax.up)
    values[place] = .turn(y: chest.x, x: chest.y)
    values[place + 1] = Float.asin(max(-1, min(1, chest.z))).degrees + 0 * chest.z
    values[place + 2] = .turn(
      y: -body.pelvis.right.dot(body.thorax.forwards), x: body.pelvis.right.dot(body.thorax.right))
    let trunk = body.heading.local(body.trunk)
    values[place + 3] = .turn(y: trunk.x, x: trunk.y)
    values[place + 4] = .turn(y: trunk.z, x: trunk.y)
    let pelvis = body.heading.local(body.pelvis.up)
    values[place + 5] = .turn(y: pelvis.x, x: pelvis.y)
    values[place + 6] =
      Float.asin(max(-1, min(1, body.pelvis.right.dot(body.up)))).degrees
      + 0 * body.pelvis.right.x
    let head = body.thorax.local(body.head)
    values[place + 7] = .turn(y: head.x, x: head.y) - AnatomicalZero.head
    values[place + 8] = .turn(y: head.z, x: head.y)
  }

  private mutating func rate(_ pose: Pose) {
    for index in 0..<PostureAngle.count where !values[index].isNaN {
      var least: Float = 1
      for point in Self.keyPoints[index] { least = min(least, pose.confidence[point]) }
      confidence[index] = least
    }
  }

  private static let keyPoints = PostureAngle.all.map { $0.keyPoints.map(\.rawValue) }
  private static let sidedCount = 9
  /// The sine of 10 degrees.
  private static let blind: Float = 0.1736

  private static func between(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
    JointAngles.between(a, b).degrees
  }
}
