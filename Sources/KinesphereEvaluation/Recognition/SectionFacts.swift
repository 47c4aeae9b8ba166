import Foundation

/// The lines of a report's summary: what was there, what came of it, how the machine was chosen, how long it took.
struct SectionFacts {
  let report: RecognitionReport
  let plan: RecognitionProtocol

  /// Names and values in words, from the top; not escaped.
  var rows: [(name: String, value: String)] {
    var rows = [("accuracy", accuracy), ("macro F1", f1), ("learned from", sides)]
    if let share = report.labelShare {
      let seed = report.labelSeed.map { ", drawn with seed \($0)" } ?? ""
      let others = report.learnsUnlabelled == true ? "; learned from the others without their labels" : ""
      rows.append(
        ("labels", "\(RecognitionPage.percent(share, 0)) of the training sequences\(seed)\(others)"))
    }
    rows.append(("sequences", sequences))
    if let unnamed = report.unnamed, !unnamed.isEmpty {
      rows.append(("names not understood", Self.list(unnamed)))
    }
    if !report.excluded.isEmpty { rows.append(("left out by the protocol", Self.list(report.excluded))) }
    rows.append(("gave no numbers", report.lost.isEmpty ? "none" : Self.list(report.lost)))
    rows += [("chosen", choice), ("time", time)]
    return rows
  }

  private var accuracy: String {
    let all = report.results
    if all.count == 1 {
      let right = all[0].actions.indices.reduce(0) { $0 + all[0].confusion[$1][$1] }
      return "\(RecognitionPage.percent(all[0].accuracy)), \(right) of \(all[0].test)"
    }
    return "\(RecognitionPage.percent(report.meanAccuracy)), mean of \(all.count) splits, standard deviation "
      + String(format: "%.2f", Self.deviation(all.map(\.accuracy)) * 100)
  }

  private var f1: String {
    let scores = report.results.map(\.macroF1)
    let mean = scores.reduce(0, +) / Double(max(1, scores.count))
    guard scores.count > 1 else { return String(format: "%.3f", mean) }
    return String(format: "%.3f, standard deviation %.3f", mean, Self.deviation(scores))
  }

  private var sides: String {
    func range(_ counts: [Int]) -> String {
      let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
      return low == high ? "\(low)" : "\(low) to \(high)"
    }
    return
      "\(range(report.results.map(\.train))) sequences, tested on \(range(report.results.map(\.test)))"
  }

  private var sequences: String {
    guard let listed = report.listed, let found = report.found else { return "not counted by this report" }
    let gap = found < listed ? plan.gap.map { ". " + $0 } ?? "" : ""
    return "\(found) of \(listed) listed sequences found\(gap)"
  }

  private var choice: String {
    var tried: [String] = []
    for machine in report.machines where !tried.contains(where: { $0.hasPrefix(machine + " at") }) {
      let costs = zip(report.machines, report.costs).filter { $0.0 == machine }.map {
        String(format: "%g", $0.1)
      }
      tried.append("\(machine) at C \(costs.joined(separator: ", "))")
    }
    var times: [String: Int] = [:]
    for result in report.results {
      times["\(result.machine), C \(String(format: "%g", result.cost))", default: 0] += 1
    }
    let chosen = times.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map {
      times.count == 1 ? $0.key : "\($0.key) (\($0.value == 1 ? "one split" : "\($0.value) splits"))"
    }
    let shares = report.results.compactMap { $0.validation.max() }
    let mean = shares.reduce(0, +) / Double(max(1, shares.count))
    let validated =
      shares.isEmpty
      ? "too few sequences to leave a subject out: the middle cost"
      : "each training subject left out in turn, \(RecognitionPage.percent(mean, 1)) right there"
    return "\(chosen.joined(separator: "; ")). Tried: \(tried.joined(separator: " and ")); \(validated)"
  }

  private var time: String {
    let results = report.results
    let mean = results.reduce(0) { $0 + $1.secondsToTrain } / Double(max(1, results.count))
    let sample =
      report.secondsPerSample > 0
      ? "\(RecognitionPage.milliseconds(report.secondsPerSample)) to \(plan.performances == nil ? "read" : "film"), track and describe a sequence (median); "
      : ""
    return sample + String(format: "%.2f s to choose and train a split's machine", mean)
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(max(1, values.count - 1))).squareRoot()
  }

  private static func list(_ names: [String]) -> String {
    let rest = names.count > 24 ? " and \(names.count - 24) more" : ""
    return "\(names.count): \(names.prefix(24).joined(separator: " "))\(rest)"
  }
}

extension RecognitionProtocol {
  /// The protocol in a sentence.
  var words: String {
    switch name {
    case "msr20-odd-even": "MSR-Action3D, 20 actions: learned from odd subjects, tested on even ones."
    case "msr20-first-half": "MSR-Action3D, 20 actions: learned from subjects 1 to 5, tested on 6 to 10."
    case "msr20-five-five":
      "MSR-Action3D, 20 actions: learned from every choice of five subjects, tested on the other five."
    case "msr-as":
      """
      MSR-Action3D, three sets of eight actions: learned from the first trial (test 1), the first two (test 2), or odd subjects \
      (test 3). In tests 1 and 2 subjects are on both sides, as the data set's authors did it.
      """
    case "utd27-cross-subject":
      "UTD-MHAD, 27 actions: learned from subjects 1, 3, 5, 7, tested on the others."
    case "synthetic99-leave-one-out":
      """
      The paper's eleven actions by nine synthetic performers, once each: every performance is tested after learning from the 98 \
      others, which show its performer too.
      """
    case "synthetic-dance-five-fold":
      "Six steps of dance by nine synthetic dancers, three times each: five folds of dancers, none tested who was learned from."
    default: name
    }
  }
}
