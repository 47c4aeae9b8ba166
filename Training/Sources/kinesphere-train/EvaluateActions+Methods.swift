import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereTraining

/// The methods that `--method` names.
struct MethodNames: Equatable {
  let names: [String]

  /// Today's own method, which has a reader of its own.
  static let standard = MethodNames(names: ["maps-key-points"])

  /// Every name, with what it does.
  static var list: String {
    (["maps-key-points: today's own, the default"]
      + ComparisonMethods.all().map { "\($0.name): \($0.summary)" })
      .joined(separator: "\n  ")
  }

  private init(names: [String]) { self.names = names }

  init(_ text: String) throws {
    names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let known = ComparisonMethods.all().map(\.name)
    guard names == Self.standard.names || names.allSatisfy(known.contains), Set(names).count == names.count
    else {
      throw ValidationError(
        "the method should be maps-key-points, or one or several of \(known.joined(separator: ", ")), but is '\(text)'"
      )
    }
  }
}

extension EvaluateActions {
  /// Measures the comparison methods, all on one pass over the recordings.
  func compare() throws {
    let model = try weights.map { try NetworkWeights.load($0) } ?? NetworkWeights.embedded()
    let methods = ComparisonMethods.all().filter { method.names.contains($0.name) }
    var reader = MethodSamples(network: try model.makePoseNetwork(), methods: methods)
    let set = plan.dataSet == .msrAction3D ? "msr" : "utd"
    let survey = try NamedRecording.survey(folder ?? data.locations.folder(of: set), of: plan.dataSet)
    let recordings = survey.recordings.filter { !plan.excluded.contains("\($0.name)") }
    Session.say("reading \(recordings.count) recordings")
    for (index, recording) in recordings.enumerated() {
      try reader.add(recording)
      if (index + 1) % 100 == 0 { Session.say("  \(index + 1) of \(recordings.count)") }
    }
    for index in methods.indices {
      var report = try RecognitionEvaluation.report(
        by: plan, reader.methods[index], of: reader.samples[index], lost: reader.lost[index]
      ) { done in
        if done > 0, done % 20 == 0 { Session.say("  \(done) of \(plan.splits.count) splits") }
      }
      report.secondsPerSample = reader.secondsPerSample
      report.unnamed = survey.unnamed
      if let json { try OutputFile.writeWhole(report.json() + "\n", to: json) }
      if let page = recognition.report {
        try OutputFile.writeWhole(RecognitionPage([report]).html(), to: page)
      }
      if index > 0 { print("") }
      print(report.text)
    }
    print(
      String(
        format: "a sequence takes %.0f ms to read, track and describe (median)",
        reader.secondsPerSample * 1000))
  }
}
