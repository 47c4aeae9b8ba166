import Kinesphere
import KinesphereData

/// What the tracker said of one labelled recording, frame by frame.
struct ObservedRecording {
  /// A frame with a pose and a label.
  struct Frame {
    let pair: PosePairs.Pair
    /// The body's middle in metres in the camera frame: what baselines are relative to.
    let centre: SIMD3<Float>
    let channels: MotionChannels.Values
  }

  private(set) var frames: [Frame] = []
  /// Labelled frames without a pose: the tracker found nobody, or they could not be read, or there is no picture.
  private(set) var lost = 0

  /// Tracks the recording from its start; nil where no skeleton lies beside it.
  init?(_ recording: NamedRecording, network: PoseNetwork, timing: LabelTiming = .asRecorded) throws {
    let source = try Recordings.open(path: recording.path)
    guard let camera = source.header.camera,
      let labels = try SkeletonLabels.beside(
        recording.path, rate: source.header.rate ?? 30, timing: timing)
    else { return nil }
    var tracker = PoseTracker(
      network: network, camera: camera, detector: .segmented(width: camera.width, height: camera.height))
    var frame = source.makeFrame()
    for (index, label) in labels.motion.poses.enumerated() {
      let isLabelled = KeyPoint.allCases.contains { !label[$0].x.isNaN }
      let tracked: TrackedFrame
      switch try source.read(into: &frame) {
      case .end:
        lost += labels.motion.poses[index...].count { pose in
          KeyPoint.allCases.contains { !pose[$0].x.isNaN }
        }
        return
      case .damaged: tracked = tracker.skipDamaged(time: frame.time)
      case .frame: tracked = try tracker.poses(in: frame)
      }
      guard isLabelled else { continue }
      guard tracked.status == .ok else {
        lost += 1
        continue
      }
      frames.append(
        Frame(
          pair: .init(predicted: tracked.pose, label: label, subject: recording.name.subject),
          centre: tracked.centre, channels: tracked.channels))
    }
  }
}
