import Kinesphere
import KinesphereData

/// What a tracker saw of somebody who performs one action.
public struct PoseSequence: Sendable {
  public var poses: [Pose]
  /// Seconds, one for each pose.
  public var times: [Double]
  /// Places in lists of names and of people.
  public let action: Int
  public let person: Int

  public init(poses: [Pose], times: [Double], action: Int, person: Int) {
    (self.poses, self.times, self.action, self.person) = (poses, times, action, person)
  }

  /// Tracks a recording; frames without a dancer are passed over. Throws what reading and tracking throw, and where the camera is
  /// not known.
  public init(
    tracking path: String, options: RecordingOptions = RecordingOptions(), network: PoseNetwork, action: Int,
    person: Int
  ) throws {
    let source = try Recordings.open(path: path, options: options)
    guard let camera = source.header.camera else {
      throw EvaluationError(
        file: path, expected: "a recording whose camera is known", actual: "it says none")
    }
    self.init(poses: [], times: [], action: action, person: person)
    var tracker = PoseTracker(
      network: network, camera: camera, detector: .segmented(width: camera.width, height: camera.height))
    var frame = source.makeFrame()
    while true {
      let outcome = try source.read(into: &frame)
      if outcome == .end { break }
      if outcome == .frame { append(try tracker.poses(in: frame)) }
    }
  }

  /// Films and tracks a synthetic performance.
  public init(
    filming entry: SyntheticActionSet.Entry, seed: UInt64, network: PoseNetwork, action: Int, person: Int
  ) throws {
    self.init(poses: [], times: [], action: action, person: person)
    let performance = SyntheticPerformance(
      entry.action, by: entry.performer, repetition: entry.repetition, seed: seed)
    var stage = SyntheticStage(camera: performance.camera)
    let camera = performance.camera
    var tracker = PoseTracker(
      network: network, camera: camera, detector: .segmented(width: camera.width, height: camera.height))
    for frame in 0..<performance.count {
      performance.film(frame, on: &stage)
      append(try tracker.poses(in: stage.frame(at: performance.time(of: frame))))
    }
  }

  private mutating func append(_ tracked: TrackedFrame) {
    guard tracked.status == .ok else { return }
    poses.append(tracked.pose)
    times.append(tracked.time)
  }

  public var duration: Double { (times.last ?? 0) - (times.first ?? 0) }

  /// The numbers of the whole; nil where it has fewer than two poses.
  public func features(_ configuration: ActionFeatures.Configuration) -> [Float]? {
    guard poses.count > 1 else { return nil }
    var features: [Float] = []
    configuration.append(poses[...], times: times[...], to: &features)
    return features
  }
}
