import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Synthetic dancers who do pliés and second positions, some of them wrong by a known amount, and whether that is told.
///
/// Forty people each with a mirrored and an unmirrored camera, unlike in body, size, place and facing (deviation 12°). Each does
/// two pliés, of which one is 8 to 20° short or none is, and holds the arms in second position, one of them sometimes 15 to
/// 30° too low. The truth is what a review of the true key-points says; the test, what one of the tracked says.
struct PostureFaults {
  let network: PoseNetwork

  private static let people = 40
  private static let seed: UInt64 = 77

  func measure(_ measured: inout PostureMeasured) throws {
    var progress = ProgressLine("faults", total: 2 * Self.people, unit: "performances")
    defer { progress.end() }
    var faults = [PlannedDance.knees, PlannedDance.arms].map { PostureMeasured.Fault(name: $0) }
    for index in 0..<Self.people {
      for isMirrored in [true, false] {
        try Interruption.check()
        progress.show(measured.faultPerformances)
        measured.faultPerformances += 1
        let dance = PlannedDance(index: index, seed: Self.seed)
        let sequence = dance.sequence(isMirrored: isMirrored, seed: Self.seed &+ UInt64(index))
        let view = PostureView(isMirrored: isMirrored)
        let tracked = try track(sequence)
        dance.count(truth: sequence.truth(), tracked: tracked, view: view, into: &faults)
      }
    }
    for index in faults.indices where faults[index].told > 0 {
      faults[index].degreesError /= Double(faults[index].told)
      faults[index].secondsError /= Double(faults[index].told)
    }
    measured.faults = faults
  }

  private func track(_ sequence: SyntheticSequence) throws -> Motion {
    var stage = SyntheticStage(camera: sequence.camera)
    var tracker = PoseTracker(
      network: network, camera: sequence.camera,
      detector: .segmented(width: sequence.camera.width, height: sequence.camera.height))
    var motion = Motion()
    for frame in 0..<sequence.count {
      sequence.film(frame, on: &stage)
      let tracked = try tracker.poses(in: stage.frame(at: sequence.time(of: frame)))
      if tracked.status == .ok { motion.append(tracked.pose, at: tracked.time) }
    }
    return motion
  }
}
