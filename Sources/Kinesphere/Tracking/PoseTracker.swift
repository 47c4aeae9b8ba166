/// From depth pictures of one camera to poses: the whole way as one value.
///
/// It owns the detector, the motion channels, the crop, the networks and all scratch; a frame allocates nothing after
/// the first ones. The same frames give the same numbers, whether they come from a file or live: nothing looks ahead,
/// but for a room that was shown to ``learn(_:)`` before.
/// No filter smooths the poses: a running mean costs more than it gains at dancing speed.
///
/// ```swift
/// var tracker = PoseTracker(network: network, camera: camera, detector: .room(width: 640, height: 480))
/// let tracked = try tracker.poses(in: frame)
/// if tracked.status == .ok { print(tracked.pose[.leftWrist]) }
/// ```
/// Costs about a millisecond a frame of 320 x 240 on one core. For a stored recording of a whole room first show
/// ``learn(_:)`` frames of all of it, so that the dancer's own place is learned too.
public struct PoseTracker: Sendable {
  /// Reads a clock in nanoseconds, for ``TrackedFrame/durations``.
  public typealias Clock = @Sendable () -> UInt64

  /// Seconds without the dancer after which the window of observations starts anew.
  public static let longestGap = 0.5

  public let camera: Camera
  private var detector: BodyDetector
  private var channels: MotionChannels
  private var crop = DepthCrop()
  private var encoder: CropEncoder?
  private var segmenter: PartSegmenter?
  private var window: LSTMCNN.Window
  private let clock: Clock?
  private var cropValues = [Float](repeating: 1, count: DepthCrop.size * DepthCrop.size)
  /// The crop's mirror image; empty where nobody looks at it.
  private var mirrorValues: [Float] = []
  private var observation: [Float]
  private var output = [Float](repeating: 0, count: LSTMCNN.outputs)
  private var partCells = Plane<UInt8>(width: DepthCrop.size, height: DepthCrop.size, repeating: 0)
  /// The body's centre in the frame tracked last; nil where it shows nobody.
  private var seen: SIMD3<Float>?
  private var lastFound = -Double.infinity
  private var index = 0

  /// For the frames of `camera`; `detector` must be of the same size. `clock` turns on the timings.
  public init(network: PoseNetwork, camera: Camera, detector: BodyDetector, clock: Clock? = nil) {
    precondition(
      detector.silhouette.mask.width == camera.width && detector.silhouette.mask.height == camera.height,
      "the detector's pictures are of the camera's size")
    self.camera = camera
    self.detector = detector
    self.clock = clock
    encoder = network.encoder
    segmenter = network.segmenter
    if network.averagesMirror { mirrorValues = cropValues }
    channels = MotionChannels(width: camera.width, height: camera.height)
    window = LSTMCNN.Window(of: network.lstmcnn)
    observation = [Float](repeating: 0, count: network.lstmcnn.configuration.inputs)
  }

  /// The dancer's pixels in the frame tracked last; empty where there is none.
  public var silhouette: Silhouette { detector.silhouette }

  /// Writes the parts of the body in the frame tracked last: 0 to 17 for the parts, ``PartSegmenter/background`` elsewhere.
  ///
  /// `picture` is of the camera's size. False, with `picture` untouched, where the weights know no parts (another preset
  /// than `parts`) or the last frame shows nobody. For people: tracking itself does not need it. Costs about a millisecond
  /// at 320 x 240 and allocates nothing after the first call.
  public mutating func fillParts(_ picture: inout Plane<UInt8>) -> Bool {
    guard let seen, let encoder, segmenter != nil else { return false }
    segmenter?.segment(encoder)
    segmenter?.fillParts(&partCells)
    DepthCrop.spread(
      partCells, around: seen, camera: camera, mask: detector.silhouette.mask,
      none: PartSegmenter.background, into: &picture)
    return true
  }

  /// Teaches the background one frame of the room, before tracking; then call ``settle()``.
  public mutating func learn(_ frame: DepthFrame) throws(TrackingError) {
    try check(frame)
    do throws(DetectionError) { try detector.learn(frame) } catch { throw mismatch(frame) }
  }

  /// Ends learning, so that the next frame is tracked.
  public mutating func settle() { detector.settle() }

  /// Share of a frame's pixels that lie behind the learned room, 0 to 1: large where the dancer was learned into it. Nil
  /// where there is no room, or it is still being learned.
  public func uncoveredShare(in frame: DepthFrame) -> Float? {
    let background = detector.background
    return background.isSettled && frame.camera == camera ? background.uncoveredShare(in: frame) : nil
  }

  /// Frames seen so far, damaged and learned ones included.
  public var framesTracked: Int { index }

  /// Frames from which the room was learned.
  public var framesLearned: Int { detector.background.framesLearned }

  /// Counts a frame that could not be read, so that the following ones keep their numbers.
  public mutating func skipDamaged(time: Double) -> TrackedFrame {
    defer { index += 1 }
    seen = nil
    return TrackedFrame(index: index, time: time, status: .damaged)
  }

  /// Tracks the next frame; `frame.time` must not run backwards.
  ///
  /// Throws ``TrackingError`` where the frame is another camera's. A picture of a room without a single reading is
  /// `damaged`; in a segmented recording it is `empty`.
  public mutating func poses(in frame: DepthFrame) throws(TrackingError) -> TrackedFrame {
    try check(frame)
    var tracked = TrackedFrame(index: index, time: frame.time, status: .empty)
    index += 1
    seen = nil
    var mark = clock?() ?? 0
    let detection = try detect(frame)
    charge(.detection, &tracked.durations, &mark)
    switch detection {
    case .learning:
      tracked.status = .learning
      return tracked
    case .nobody:
      if !detector.isSegmented && frame.isBlank { tracked.status = .damaged }
      return tracked
    case .body: break
    }
    if frame.time - lastFound > Self.longestGap { window.removeAll() }
    let seven = channels.update(detector.silhouette, in: frame)
    charge(.channels, &tracked.durations, &mark)
    guard let centre = crop.fill(&cropValues, from: frame, silhouette: detector.silhouette) else {
      return tracked
    }
    charge(.crop, &tracked.durations, &mark)
    lastFound = frame.time
    seen = centre
    tracked.status = .ok
    tracked.centre = centre
    tracked.channels = seven
    observe(seven)
    let estimate = observePoints()
    charge(.encoder, &tracked.durations, &mark)
    if observeParts() { charge(.parts, &tracked.durations, &mark) }
    window.append(observation)
    window.output(into: &output)
    tracked.pose = pose(around: centre, estimate)
    charge(.lstmcnn, &tracked.durations, &mark)
    return tracked
  }

  private mutating func detect(_ frame: DepthFrame) throws(TrackingError) -> Detection {
    do throws(DetectionError) { return try detector.detect(in: frame) } catch { throw mismatch(frame) }
  }

  /// The channels are the observation's last seven numbers.
  private mutating func observe(_ seven: MotionChannels.Values) {
    for channel in 0..<7 { observation[observation.count - 7 + channel] = seven[channel] }
  }

  /// The encoder's estimate makes the observation's first 72 numbers; nil in the preset `channels`.
  private mutating func observePoints() -> CropEncoder.Estimate? {
    let answer =
      mirrorValues.isEmpty
      ? encoder?.estimate(cropValues)
      : encoder?.estimateMirrorAverage(cropValues, image: &mirrorValues)
    guard let estimate = answer else { return nil }
    for point in 0..<KeyPoint.count {
      for axis in 0..<3 { observation[point * 3 + axis] = estimate.points[point][axis] }
      observation[KeyPoint.count * 3 + point] = estimate.scales[point]
    }
    return estimate
  }

  /// The parts follow the points; false in the other presets.
  private mutating func observeParts() -> Bool {
    guard let encoder, let parts = segmenter?.observe(cropValues, encoder) else { return false }
    for number in 0..<PartObservation.count {
      observation[KeyPoint.count * 4 + number] = parts.numbers[number]
    }
    return true
  }

  /// The output in the camera frame. The networks see a mirrored picture, so x changes sign where the camera does not
  /// mirror. The preset `channels` says nothing of its own error: its confidence is 0.
  private func pose(around centre: SIMD3<Float>, _ estimate: CropEncoder.Estimate?) -> Pose {
    let sides = SIMD3<Float>(camera.isMirrored ? 1 : -1, 1, 1)
    var pose = Pose()
    for point in 0..<KeyPoint.count {
      let residual = SIMD3(output[point * 3], output[point * 3 + 1], output[point * 3 + 2])
      let base = estimate?.points[point] ?? .zero
      pose.points[point] = (base + residual) * sides + centre
      pose.confidence[point] = estimate?.confidence[point] ?? 0
    }
    return pose
  }

  private func charge(_ stage: TrackingStage, _ durations: inout StageDurations, _ mark: inout UInt64) {
    guard let clock else { return }
    let now = clock()
    durations[stage] = now &- mark
    mark = now
  }

  private func check(_ frame: DepthFrame) throws(TrackingError) {
    guard frame.camera == camera else { throw mismatch(frame) }
  }

  private func mismatch(_ frame: DepthFrame) -> TrackingError {
    .otherCamera(expected: camera, actual: frame.camera)
  }
}

extension BodyDetector {
  /// Whether it takes every reading for the dancer's.
  var isSegmented: Bool { background is SegmentedBackground }
}

extension DepthFrame {
  /// Whether no pixel has a reading.
  var isBlank: Bool {
    depth.withPixels { pixels in
      for index in pixels.indices where pixels[index] != 0 { return false }
      return true
    }
  }
}
