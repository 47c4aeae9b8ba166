/// Seven numbers a frame that describe how the dancer moves: the LSTM's inputs in the paper's configuration.
///
/// The paper (section 1 and 3.3, doi:10.3389/fnbot.2026.1743288) names four descriptors and a seven-dimensional
/// input without formulas; the two body sides and the two speeds make the seven. In order:
///
/// | | name | unit | what |
/// |---|---|---|---|
/// | 0 | left_limb_swing | radians | angle between the left thigh's and shank's directions; 0 = straight leg, up to pi |
/// | 1 | right_limb_swing | radians | the same of the right leg |
/// | 2 | gait_phase | cycles | time since the last heel strike over the last cycle's length, in [0, 1); see ``GaitCycle`` |
/// | 3 | torso_symmetry | ratio | (dl - dr) / (\|dl\| + \|dr\| + 1 cm), dl and dr = heights of the left and right shoulder above the pelvis; in (-1, 1), > 0 where the left is higher |
/// | 4 | profile_projection | ratio | width : height of the silhouette in metres |
/// | 5 | horizontal_speed | m/s | sqrt(vx² + vz²) of the body's centre, never negative |
/// | 6 | vertical_speed | m/s | vy of the body's centre, positive upwards |
///
/// Left and right are the dancer's own. The paper calls torso symmetry a ratio; dl / dr has no bound where dr
/// passes zero, hence the bounded form.
///
/// Channels come from a silhouette's depth (estimates, see ``SilhouetteMeasurement``), or exactly from
/// key-points; time enters through the frames' times only, so dropped frames do no harm. A frame without a body
/// repeats the previous numbers with both speeds 0; before the first body all seven are 0; a number that
/// cannot be told (key-points unknown) keeps its previous value. No output is ever NaN.
///
/// Causal, no allocation after `init`. A silhouette costs about 40 µs at 320 x 240. Heights and speeds are in the camera's
/// frame: a camera that is tilted by much mixes vertical and horizontal.
public struct MotionChannels: Sendable {
  /// One frame's channels, in the order of ``names``.
  public typealias Values = InlineArray<7, Float>

  /// How many there are.
  public static let count = 7
  /// Names in files and reports, in order.
  public static let names = [
    "left_limb_swing", "right_limb_swing", "gait_phase", "torso_symmetry", "profile_projection",
    "horizontal_speed", "vertical_speed",
  ]
  /// Units, in order.
  public static let units = ["radians", "radians", "cycles", "ratio", "ratio", "m/s", "m/s"]

  /// The numbers of the frame seen last; all 0 before the first body.
  public private(set) var values = Values(repeating: 0)
  private var measurement: SilhouetteMeasurement
  private var gait = GaitCycle()
  private var speed = CentreSpeed()

  /// For pictures of this size; the size does not matter where only poses are given.
  public init(width: Int = 1, height: Int = 1) {
    measurement = SilhouetteMeasurement(width: width, height: height)
  }

  /// Forgets everything seen, as for a new recording.
  public mutating func reset() {
    values = Values(repeating: 0)
    measurement.reset()
    gait = GaitCycle()
    speed = CentreSpeed()
  }

  /// The channels of the next frame, estimated from the dancer's silhouette in it. Left and right assume that the
  /// dancer faces the camera; `frame.camera.isMirrored` says on which side of the picture left is.
  @discardableResult
  public mutating func update(_ silhouette: Silhouette, in frame: DepthFrame) -> Values {
    advance(to: frame.time, measures: measurement.measure(silhouette, in: frame))
  }

  /// The exact channels of the next pose.
  @discardableResult
  public mutating func update(_ pose: Pose, at time: Double) -> Values {
    advance(to: time, measures: BodyMeasures(pose))
  }

  /// The exact channels of every frame of a motion: the same numbers as ``update(_:at:)`` frame by frame.
  public static func exact(_ motion: Motion) -> [Values] {
    var channels = MotionChannels()
    return motion.poses.indices.map { channels.update(motion.poses[$0], at: motion.times[$0]) }
  }

  private mutating func advance(to time: Double, measures: BodyMeasures?) -> Values {
    guard let measures else {
      values[5] = 0
      values[6] = 0
      return values
    }
    keep(measures.leftSwing, as: 0)
    keep(measures.rightSwing, as: 1)
    keep(gait.update(spread: measures.legSpread, at: time), as: 2)
    keep(measures.symmetry, as: 3)
    keep(measures.profile, as: 4)
    let velocity = speed.update(centre: measures.centre, at: time)
    keep((velocity.x * velocity.x + velocity.z * velocity.z).squareRoot(), as: 5)
    keep(velocity.y, as: 6)
    return values
  }

  private mutating func keep(_ value: Float, as index: Int) {
    if value.isFinite { values[index] = value }
  }
}
