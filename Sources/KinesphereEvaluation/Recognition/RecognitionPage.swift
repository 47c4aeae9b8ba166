import Foundation
import KinesphereData

/// The page on which a person judges how well actions are recognised: one file, no network, no script.
///
/// Every report without a share of labels is shown in full, the others as points of their protocol's label curve. Costs
/// milliseconds, and about 100 kB a split with 20 actions.
public struct RecognitionPage: Sendable {
  let reports: [RecognitionReport]

  /// From reports in the order of the page; of two of one protocol the first stands beside the paper's numbers.
  public init(_ reports: [RecognitionReport]) {
    precondition(!reports.isEmpty, "a report")
    self.reports = reports
  }

  /// The page's HTML.
  public func html() -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Recognition · Kinesphere</title>
    <style>\(ReportStyle.css)
    \(RecognitionStyle.css)</style></head><body>
    <header><p class="brand">Kinesphere</p><h1>How well actions are recognised</h1>
    <p class="sub">\(subtitle)</p></header>
    <main>
    <ul class="tiles">\(tiles)</ul>
    \(protocols.map(section).joined(separator: "\n"))
    \(paperSection)
    </main>
    <footer><p>Accuracy: the share of tested sequences that are called what they are. Macro F1: the mean over the tested actions of \
    the harmonic mean of precision and recall. Chosen on left-out subjects: each training subject is left out in turn, and the machine and \
    cost C with most right answers are taken; the tested sequences choose nothing.</p>
    <p>Paper: Yang, Sun, Lyu, Sun (2026), <a href="https://doi.org/\(PaperFigures.doi)">doi:\(PaperFigures.doi)</a>, CC BY.</p></footer>
    </body></html>

    """
  }

  /// The protocols' names in the order of the reports.
  var protocols: [String] {
    var names: [String] = []
    for report in reports where !names.contains(report.protocolName) { names.append(report.protocolName) }
    return names
  }

  /// A protocol's reports that are shown in full: those that learned from all labels, else the one with most.
  func shown(of name: String) -> [RecognitionReport] {
    let mine = reports.filter { $0.protocolName == name }
    let whole = mine.filter(\.usesAllLabels)
    guard whole.isEmpty else { return whole }
    return mine.max { ($0.labelShare ?? 1) < ($1.labelShare ?? 1) }.map { [$0] } ?? []
  }

  private var subtitle: String {
    let count = reports.count == 1 ? "one report" : "\(reports.count) reports"
    let methods = Set(reports.map(\.method)).filter { !$0.isEmpty }.sorted().joined(separator: "; ")
    return (methods.isEmpty ? count : "\(count) · \(methods)").htmlEscaped
  }

  private var tiles: String {
    protocols.compactMap { name in shown(of: name).first }.map { report in
      let label =
        report.protocolName + (report.labelShare.map { ", \(Self.percent($0, 0)) of the labels" } ?? "")
      return
        "<li><strong>\(Self.percent(report.meanAccuracy, 1))</strong><span>\(label.htmlEscaped)</span></li>"
    }.joined()
  }

  private func section(of name: String) -> String {
    let mine = reports.filter { $0.protocolName == name }
    let curve = LabelCurve(mine).map(\.html) ?? ""
    return
      (shown(of: name).flatMap { [RecognitionSection($0)?.html ?? "", IterationCurve($0)?.html ?? ""] } + [
        curve
      ]).filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  static func percent(_ share: Double, _ places: Int = 2) -> String {
    String(format: "%.\(places)f %%", share * 100)
  }

  static func milliseconds(_ seconds: Double) -> String {
    String(format: seconds < 0.01 ? "%.2f ms" : seconds < 0.1 ? "%.1f ms" : "%.0f ms", seconds * 1000)
  }
}
