import Foundation
import Kinesphere
import KinesphereData

/// The numbers of one sequence from tracked frames: points, motion maps, histograms, key-points.
struct MapStages {
  private var frames: [(frame: DepthFrame, mask: Plane<UInt8>)] = []
  private var poses: [Pose] = []
  private var times: [Double] = []
  private var maps = MotionMaps()
  private var histogram = OrientationHistogram()
  private let settings = ActionFeatures.Configuration()
  private var features: [Float] = []

  /// A recording of at most 40 frames is taken whole, of others the first 40; nil for 40 frames of the synthetic dancer.
  init(path: String?) throws {
    let recording: any Recording
    if let path {
      recording = try Recordings.open(path: path)
    } else {
      recording = SyntheticRecording(SyntheticSequence(seed: 12), name: "dance")
    }
    var frame = recording.makeFrame()
    var tracker = PoseTracker(
      network: try NetworkWeights.embedded().makePoseNetwork(), camera: frame.camera,
      detector: .segmented(width: frame.camera.width, height: frame.camera.height))
    while frames.count < 40, try recording.read(into: &frame) == .frame {
      let tracked = try tracker.poses(in: frame)
      guard tracked.status == .ok else { continue }
      frames.append((frame, tracker.silhouette.mask))
      poses.append(tracked.pose)
      times.append(tracked.time)
    }
  }

  /// Microseconds of each part, so many times.
  mutating func time(count: Int) -> [String: [Double]] {
    var all: [String: [Double]] = [:]
    for _ in 0..<count {
      var marks = [ContinuousClock.now]
      var cloud = MotionCloud()
      for (frame, mask) in frames { cloud.append(frame, mask: mask) }
      marks.append(.now)
      guard maps.draw(cloud) else { return [:] }
      marks.append(.now)
      features.removeAll(keepingCapacity: true)
      histogram.append(maps, to: &features)
      marks.append(.now)
      settings.append(poses[...], times: times[...], to: &features)
      marks.append(.now)
      for (name, step) in ["points", "maps", "histograms", "key-points"].enumerated().map({ ($1, $0) }) {
        all[name, default: []].append((marks[step + 1] - marks[step]) / .microseconds(1))
      }
      all["all", default: []].append((marks[4] - marks[0]) / .microseconds(1))
    }
    return all
  }

  /// Writes the masked depth and the maps' numbers; answers with frames, height, width and the camera.
  mutating func write(to folder: String) throws -> [String: [Double]] {
    _ = time(count: 1)
    var depth = Data()
    for (frame, mask) in frames {
      let masked = zip(frame.depth.storage, mask.storage).map { $1 == 0 ? 0 : $0 }
      masked.withUnsafeBytes { depth.append(contentsOf: $0) }
    }
    try depth.write(to: URL(fileURLWithPath: folder + "/depth.u16"))
    try features[..<settings.mapNumbers].withUnsafeBytes { Data($0) }
      .write(to: URL(fileURLWithPath: folder + "/features.f32"))
    let camera = frames[0].frame.camera
    return [
      "shape": [Double(frames.count), Double(camera.height), Double(camera.width)],
      "camera": [camera.focalX, camera.focalY, camera.centreX, camera.centreY].map(Double.init)
        + [camera.isMirrored ? 1 : 0],
    ]
  }
}
