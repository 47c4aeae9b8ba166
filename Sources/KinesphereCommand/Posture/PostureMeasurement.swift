import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// `evaluate synthetic-posture`: how far tracked joint angles are from true ones, and how well faults are told.
///
/// Angles: nine synthetic performers of seed 2, 17 actions each, whom neither the weights nor a threshold learned from. Faults:
/// ``PostureFaults``.
struct PostureMeasurement {
  let weights: LoadedWeights

  func measure() throws -> PostureMeasured {
    var measured = PostureMeasured(weights: weights.name)
    try measureAngles(&measured)
    try PostureFaults(network: weights.network).measure(&measured)
    try PostureBeats(network: weights.network).measure(&measured)
    return measured
  }

  private static let seed: UInt64 = 2

  private func measureAngles(_ measured: inout PostureMeasured) throws {
    let entries = SyntheticActionSet.all(seed: Self.seed, repetitions: 1)
    var progress = ProgressLine("filming", total: entries.count, unit: "performances")
    defer { progress.end() }
    var errors = PostureAngleErrors()
    for (index, entry) in entries.enumerated() {
      try Interruption.check()
      progress.show(index)
      try add(entry, to: &errors)
    }
    measured.performances = entries.count
    measured.frames = errors.frames
    measured.angles = errors.rows
  }

  private func add(_ entry: SyntheticActionSet.Entry, to errors: inout PostureAngleErrors) throws {
    let performance = SyntheticPerformance(
      entry.action, by: entry.performer, repetition: entry.repetition, seed: Self.seed)
    var stage = SyntheticStage(camera: performance.camera)
    let camera = performance.camera
    var tracker = PoseTracker(
      network: weights.network, camera: camera,
      detector: .segmented(width: camera.width, height: camera.height))
    let view = PostureView(isMirrored: camera.isMirrored)
    for frame in 0..<performance.count {
      performance.film(frame, on: &stage)
      let tracked = try tracker.poses(in: stage.frame(at: performance.time(of: frame)))
      guard tracked.status == .ok else { continue }
      errors.add(
        PostureAngles(tracked.pose, view: view), truth: PostureAngles(stage.truth, view: view))
    }
  }
}
