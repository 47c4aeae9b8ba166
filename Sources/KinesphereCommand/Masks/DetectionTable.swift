import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// The detectors that are compared, on which scenes.
struct DetectionTable {
  /// The scenes' seeds; none of them was looked at when settings were chosen (those were 1 to 3).
  static let seeds: [UInt64] = [11, 12, 13]
  static let scenes = SyntheticScene.Name.allCases

  var seeds = Self.seeds
  var scenes = Self.scenes

  func measure() throws -> DetectionComparison {
    var comparison = DetectionComparison(seeds: seeds)
    var progress = ProgressLine("comparing", total: scenes.count, unit: "scenes")
    defer { progress.end() }
    for (index, scene) in scenes.enumerated() {
      for contestant in DetectionContestant.all {
        try Interruption.check()
        try comparison.measure(scene, depth: contestant.name, clock: SystemClock.nanoseconds) {
          contestant.depthDetector($0, bodies: scene.dancers)
        }
      }
      for contestant in DetectionContestant.all {
        try Interruption.check()
        try comparison.measure(scene, gray: contestant.name, clock: SystemClock.nanoseconds) {
          contestant.grayDetector(width: $0, height: $1, bodies: scene.dancers)
        }
      }
      progress.show(index + 1)
    }
    return comparison
  }
}

extension SyntheticScene.Name {
  /// Dancers in the scene.
  var dancers: Int { self == .crossingDancers ? 2 : 1 }
}
