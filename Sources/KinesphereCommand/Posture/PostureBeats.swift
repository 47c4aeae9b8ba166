import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Synthetic dances whose tempo is known, and whether it is found in their tracked movement.
///
/// Eighteen phrases of actions by nine performers of seed 2, and eighteen made-up dances whose every pose arrives on a beat.
struct PostureBeats {
  let network: PoseNetwork

  private static let seed: UInt64 = 2
  private static let count = 18

  func measure(_ measured: inout PostureMeasured) throws {
    var progress = ProgressLine("beats", total: 2 * Self.count, unit: "dances")
    defer { progress.end() }
    var rows = ["phrases of actions", "made-up dances"].map { PostureMeasured.Beat(name: $0) }
    for index in 0..<Self.count {
      try Interruption.check()
      progress.show(2 * index)
      let phrase = phrase(index)
      let danced = try track(phrase.count, camera: phrase.camera, rate: phrase.rate) {
        phrase.film($0, on: &$1)
      }
      rows[0].add(danced, tempo: phrase.tempo)
      let dance = dance(index)
      let moved = try track(dance.count, camera: dance.camera, rate: dance.rate) { dance.film($0, on: &$1) }
      rows[1].add(moved, tempo: dance.tempo ?? 0)
    }
    measured.beats = rows
  }

  private func phrase(_ index: Int) -> SyntheticPerformance {
    var generator = SeededGenerator(seed: Self.seed, stream: 91, index: UInt64(index))
    let performer = Performer(number: index % Performer.count + 1, seed: Self.seed)
    return SyntheticPerformance(.random(using: &generator), by: performer, seed: Self.seed)
  }

  private func dance(_ index: Int) -> SyntheticSequence {
    var configuration = SyntheticSequence.Configuration()
    (configuration.fewestFrames, configuration.mostFrames) = (700, 900)
    configuration.fullTurnShare = 0
    return SyntheticSequence(seed: 91, index: index, configuration: configuration)
  }

  private func track(
    _ count: Int, camera: Camera, rate: Double, film: (Int, inout SyntheticStage) -> Void
  ) throws -> Motion {
    var stage = SyntheticStage(camera: camera)
    var tracker = PoseTracker(
      network: network, camera: camera,
      detector: .segmented(width: camera.width, height: camera.height))
    var motion = Motion()
    for frame in 0..<count {
      film(frame, &stage)
      let tracked = try tracker.poses(in: stage.frame(at: Double(frame) / rate))
      if tracked.status == .ok { motion.append(tracked.pose, at: tracked.time) }
    }
    return motion
  }
}

extension PostureMeasured.Beat {
  fileprivate mutating func add(_ motion: Motion, tempo: Double) {
    dances += 1
    guard let rhythm = Rhythm.estimate(MotionEnergy(motion)) else { return }
    let ratio = rhythm.beats.tempo / tempo
    let isRight = abs(ratio - 1) < 0.04
    let isOctave = isRight || abs(ratio / 2 - 1) < 0.04 || abs(ratio * 2 - 1) < 0.04
    if isRight { right += 1 }
    if isOctave { withOctaves += 1 }
    guard rhythm.confidence >= PostureReview.leastBeat else { return }
    told += 1
    if isOctave { toldRight += 1 }
  }
}
