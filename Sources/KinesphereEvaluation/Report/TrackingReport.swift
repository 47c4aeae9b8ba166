import Foundation
import Kinesphere

/// Gathers what `report.html` shows while a recording is tracked, in memory that does not grow with the take.
///
/// Pictures and curves are thinned (``Thinned``), durations are counted (``DurationHistogram``), so a report on an hour is as
/// large as one on ten seconds: about 2 MB here and on disk. A frame costs about 1 µs, one whose picture is kept 2 ms.
public struct TrackingReport: Sendable {
  /// A frame that the page can show.
  struct Still: Sendable {
    let frame: TrackedFrame
    let picture: [UInt8]
    /// The dancer's true points where they are known.
    let truth: Pose?
  }

  /// A sample of the curves.
  struct Sample: Sendable {
    let time: Double
    let status: TrackedFrame.Status
    let values: [Float]
  }

  /// Most pictures and most samples of a curve.
  public static let stillCapacity = 160
  public static let sampleCapacity = 900
  /// Most lines about what was wrong.
  public static let problemCapacity = 40

  public let subject: TrackingSubject
  public let curves: [CurveDescription]
  private let picture: DepthPicture
  private(set) var stills = Thinned<Still>(capacity: stillCapacity)
  private(set) var samples = Thinned<Sample>(capacity: sampleCapacity)
  private(set) var stages = [DurationHistogram](repeating: DurationHistogram(), count: TrackingStage.count)
  private(set) var total = DurationHistogram()
  /// Frames of each status.
  public private(set) var counts: [TrackedFrame.Status: Int] = [:]
  private(set) var confidence = [ConfidenceTally](repeating: ConfidenceTally(), count: KeyPoint.count)
  /// What was wrong, the first forty lines.
  public private(set) var problems: [String] = []
  private(set) var problemCount = 0
  private(set) var error = TruthTally()
  private(set) var lastTime = 0.0

  /// For one recording; `curves` name the columns of the values that ``add(_:frame:silhouette:values:truth:)`` takes.
  public init(subject: TrackingSubject, curves: [CurveDescription]) {
    self.subject = subject
    self.curves = curves
    picture = DepthPicture(sourceWidth: subject.camera.width, sourceHeight: subject.camera.height)
  }

  /// Frames so far.
  public var count: Int { samples.count }

  /// Frames with a pose, as a share of all, 0 to 1.
  public var foundShare: Double { count == 0 ? 0 : Double(counts[.ok, default: 0]) / Double(count) }

  /// Mean confidence of all points of all poses, 0 to 1; nil without poses.
  public var meanConfidence: Double? {
    let means = confidence.compactMap(\.mean)
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }

  /// Mean distance to the true points in metres; nil where none were given.
  public var meanError: Double? { error.mean }

  /// Adds one frame. `values` are the curves' columns; `truth` the dancer's true points where known; `parts` is asked for
  /// the parts' picture (``PoseTracker/fillParts(_:)``) of those frames alone that the page shows.
  public mutating func add(
    _ tracked: TrackedFrame, frame: DepthFrame, silhouette: Silhouette, values: [Float], truth: Pose? = nil,
    parts: () -> Plane<UInt8>? = { nil }
  ) {
    counts[tracked.status, default: 0] += 1
    lastTime = tracked.time
    let wantsPicture = tracked.status == .ok
    stills.offer { [picture] in
      let mask = wantsPicture ? silhouette.mask : Plane(width: 1, height: 1, repeating: 0)
      let png =
        tracked.status == .damaged
        ? []
        : picture.png(
          of: frame, silhouette: mask, parts: wantsPicture ? parts() : nil)
      return Still(frame: tracked, picture: png, truth: truth)
    }
    samples.offer { Sample(time: tracked.time, status: tracked.status, values: values) }
    guard tracked.status == .ok else { return }
    for index in 0..<KeyPoint.count { confidence[index].add(tracked.pose.confidence[index]) }
    if let truth { error.add(tracked.pose, truth) }
    guard tracked.durations.total > 0 else { return }
    for stage in TrackingStage.allCases where tracked.durations[stage] > 0 {
      stages[stage.rawValue].add(nanoseconds: tracked.durations[stage])
    }
    total.add(nanoseconds: tracked.durations.total)
  }

  /// Notes something that was wrong with the recording; the first forty are kept, the others counted.
  public mutating func note(problem: String) {
    problemCount += 1
    if problems.count < Self.problemCapacity { problems.append(problem) }
  }

  /// A stage's median and 99th percentile in milliseconds; nil where it never ran under a clock.
  public func durations(of stage: TrackingStage) -> (p50: Double, p99: Double)? {
    let histogram = stages[stage.rawValue]
    guard let p50 = histogram.p50, let p99 = histogram.p99 else { return nil }
    return (p50, p99)
  }

  /// The same of all stages together.
  public var totalDurations: (p50: Double, p99: Double)? {
    guard let p50 = total.p50, let p99 = total.p99 else { return nil }
    return (p50, p99)
  }
}

/// Confidence of one key-point over a take.
struct ConfidenceTally: Sendable {
  private var sum = 0.0
  private var count = 0
  private var low = 0

  mutating func add(_ confidence: Float) {
    sum += Double(confidence)
    count += 1
    if confidence < 0.5 { low += 1 }
  }

  /// 0 to 1; nil without poses.
  var mean: Double? { count == 0 ? nil : sum / Double(count) }
  /// Share of the poses in which it is below one half.
  var lowShare: Double { count == 0 ? 0 : Double(low) / Double(count) }
}

/// Distance of tracked points to true ones.
struct TruthTally: Sendable {
  private var sum = 0.0
  private var count = 0

  mutating func add(_ pose: Pose, _ truth: Pose) {
    for point in KeyPoint.allCases {
      let offset = pose[point] - truth[point]
      let distance = Double((offset * offset).sum().squareRoot())
      guard distance.isFinite else { continue }
      sum += distance
      count += 1
    }
  }

  /// Metres; nil where nothing was compared.
  var mean: Double? { count == 0 ? nil : sum / Double(count) }
}
