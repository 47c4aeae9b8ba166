import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// Measures how well untaught actions are refused, with progress.
struct OpenSetRun {
  enum Plan: String, CaseIterable {
    case msr = "msr20-open-set"
    case utd = "utd27-open-set"

    /// Whose sides are taken.
    var recognition: RecognitionProtocol { self == .msr ? .msrOddEven : .utd }
    /// Two or three actions are left out at a time.
    var foldCount: Int { self == .msr ? 10 : 9 }
  }

  let plan: Plan
  let weights: LoadedWeights

  func measure(in folder: String) throws -> OpenSetReport {
    let reader = try RecognitionRun(plan.recognition, network: weights.network).read(folder).samples
    var progress = ProgressLine("learning", total: plan.foldCount, unit: "folds")
    defer { progress.end() }
    var report = try OpenSetReport(
      plan.recognition, reader.samples, lost: reader.lost, features: ActionFeatures.Configuration(),
      foldCount: plan.foldCount
    ) { done in
      try Interruption.check()
      progress.show(done)
    }
    report.protocolName = plan.rawValue
    report.method = "motion maps and key-points of \(weights.name), least squares"
    return report
  }
}
