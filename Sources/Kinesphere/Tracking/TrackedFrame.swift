/// What the tracker says about one depth picture.
///
/// Fixed-size storage: making or copying one allocates nothing.
public struct TrackedFrame: Sendable {
  /// Whether there is a pose, and if not, why.
  public enum Status: String, Sendable, CaseIterable {
    /// The dancer was found; the pose holds 18 points.
    case ok
    /// The background is still being learned; no pose yet.
    case learning
    /// Nobody is in the picture.
    case empty
    /// The picture cannot be read: no reading at all, or its bytes were damaged. The pose is unknown.
    case damaged
  }

  /// Position in the recording, from 0; damaged frames count.
  public var index: Int
  /// Seconds since the recording's start.
  public var time: Double
  public var status: Status
  /// Key-points in metres in the camera frame; all NaN with confidence 0 unless ``status`` is `ok`.
  public var pose: Pose
  /// The body's middle, the medians of x, y and z over the silhouette, in metres in the camera frame; NaN unless
  /// ``status`` is `ok`.
  public var centre: SIMD3<Float>
  /// The seven motion channels; NaN unless ``status`` is `ok`. Units in ``MotionChannels``.
  public var channels: InlineArray<7, Float>
  /// How long each stage took; zeros unless the tracker was given a clock.
  public var durations: StageDurations

  /// A frame without a pose.
  public init(index: Int, time: Double, status: Status) {
    self.index = index
    self.time = time
    self.status = status
    pose = Pose()
    centre = SIMD3(repeating: .nan)
    channels = InlineArray(repeating: .nan)
    durations = StageDurations()
  }
}
