import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// Measures how well actions are found in streams.
struct SpottingRun {
  enum Plan: String, CaseIterable {
    case utd = "utd27-spotting"
    case synthetic = "synthetic-spotting"
  }

  let plan: Plan
  let weights: LoadedWeights

  func measure(in folder: String?) throws -> SpottingReport {
    let (names, train, test) = try plan == .utd ? recorded(folder ?? ".") : synthetic()
    StandardError.note("learning from \(train.count) sequences")
    var learning = SpottingLearning(names: names)
    learning.measuresUnknown = false
    let model = try learning.learn(train).model
    var report = try SpottingReport(model, on: PoseStream.streams(of: test, length: 10, seed: 1))
    report.protocolName = plan.rawValue
    report.train = train.count
    report.method = "key-points of \(weights.name), least squares over windows"
    return report
  }

  private typealias Sides = (names: [String], train: [PoseSequence], test: [PoseSequence])

  private func recorded(_ folder: String) throws -> Sides {
    let recordings = try NamedRecording.list(in: folder, of: .utdMHAD)
    let numbers = Set(recordings.map(\.name.action)).sorted()
    let places = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
    var sides: Sides = (numbers.map { "action \($0)" }, [], [])
    var progress = ProgressLine("tracking", total: recordings.count, unit: "recordings")
    defer { progress.end() }
    for (index, recording) in recordings.enumerated() {
      try Interruption.check()
      progress.show(index)
      let sequence = try PoseSequence(
        tracking: recording.path, network: weights.network, action: places[recording.name.action] ?? 0,
        person: recording.name.subject)
      if [1, 3, 5, 7].contains(recording.name.subject) {
        sides.train.append(sequence)
      } else {
        sides.test.append(sequence)
      }
    }
    return sides
  }

  private func synthetic() throws -> Sides {
    let sides = try [UInt64(1), 2].map { seed -> [PoseSequence] in
      let entries = SyntheticActionSet.all(seed: seed, repetitions: 2)
      var progress = ProgressLine("filming", total: entries.count, unit: "performances")
      defer { progress.end() }
      return try entries.enumerated().map { index, entry in
        try Interruption.check()
        progress.show(index)
        return try PoseSequence(
          filming: entry, seed: seed, network: weights.network, action: entry.action.number - 1,
          person: entry.performer.number)
      }
    }
    return (SyntheticAction.allCases.map(\.rawValue), sides[0], sides[1])
  }
}
