import Foundation
import KinesphereData

/// One report on the page: what was tested, what came of it, and each split's confusions.
struct RecognitionSection {
  let report: RecognitionReport
  let plan: RecognitionProtocol
  /// More splits than this are told by their lowest, middle and highest alone.
  static let mostSplits = 12

  /// Nil for a protocol that is not known; a report that was read has a known one.
  init?(_ report: RecognitionReport) {
    guard let plan = report.plan else { return nil }
    (self.report, self.plan) = (report, plan)
  }

  var html: String {
    let results = report.results
    var parts = results.count <= Self.mostSplits ? results.enumerated().map(details) : []
    // Splits that tell the same actions apart are counted together too.
    if results.count > 1, plan.splits.allSatisfy({ $0.actions == nil }) {
      parts.insert(together, at: 0)
    }
    return """
      <section><h2>\(report.protocolName)</h2>
      <p class="note">\(plan.words.htmlEscaped)</p>
      <div class="scroll">\(facts)</div>
      \(results.count > 1 ? splitTable : "")
      \(key)\(parts.joined(separator: "\n"))</section>
      """
  }

  private var key: String {
    """
    <h3>Confusions</h3><p class="note key">Rows: what was performed; columns: what it was called. \
    <i class="hit"></i>right <i class="miss"></i>wrong; in the bars, below 90 %.</p>
    """
  }

  private var facts: String {
    let rows = SectionFacts(report: report, plan: plan).rows.map {
      "<tr><th scope=\"row\">\($0.name)</th><td class=\"words\">\($0.value.htmlEscaped)</td></tr>"
    }
    return """
      <table class="data"><caption>Summary of \(report.protocolName)</caption><tbody>\(rows.joined())</tbody></table>
      """
  }

  private var splitTable: String {
    let results = report.results
    var shown = results
    if results.count > Self.mostSplits {
      let sorted = results.sorted { $0.accuracy < $1.accuracy }
      shown = [sorted[0], sorted[(sorted.count - 1) / 2], sorted[sorted.count - 1]]
    }
    let caption =
      shown.count == results.count
      ? "The splits" : "The lowest, the middle and the highest of \(results.count) splits"
    let rows = shown.map { result in
      """
      <tr><th scope="row">\(result.split.htmlEscaped)</th><td>\(result.train)</td><td>\(result.test)</td>\
      <td>\(RecognitionPage.percent(result.accuracy))</td><td>\(String(format: "%.3f", result.macroF1))</td>\
      <td>\(result.machine.htmlEscaped), \(String(format: "%g", result.cost))</td></tr>
      """
    }
    return """
      <div class="scroll splits" tabindex="0" role="group" aria-label="Table of splits"><table class="data"><caption>\(caption)</caption><thead><tr><th scope="col">split</th><th scope="col">train</th>\
      <th scope="col">test</th><th scope="col">accuracy</th><th scope="col">macro F1</th><th scope="col">machine, C</th></tr></thead>\
      <tbody>\(rows.joined())</tbody></table></div>
      """
  }

  /// All splits' answers in one map.
  private var together: String {
    let counts = ConfusionCounts(together: report.results, of: plan.dataSet)
    let subjects = Set(report.results.flatMap { $0.perSubject.keys }).sorted()
    let shares = subjects.map { subject -> (name: String, share: Double) in
      let all = report.results.compactMap { $0.perSubject[subject] }
      return ("subject \(subject)", all.reduce(0, +) / Double(max(1, all.count)))
    }
    return "<h3>All splits together</h3>"
      + body(counts, subjects: shares, wrong: [], title: "\(report.protocolName), all splits together")
  }

  private func details(index: Int, result: RecognitionReport.Result) -> String {
    let counts = ConfusionCounts(result, of: plan.dataSet)
    let shares = result.perSubject.sorted { $0.key < $1.key }.map {
      (name: "subject \($0.key)", share: $0.value)
    }
    let content = body(
      counts, subjects: shares, wrong: result.wrong, title: "\(report.protocolName), \(result.split)")
    if report.results.count == 1 { return content }
    return """
      <details><summary>\(result.split.htmlEscaped): \(RecognitionPage.percent(result.accuracy))</summary>\(content)</details>
      """
  }

  private func body(
    _ counts: ConfusionCounts, subjects: [(name: String, share: Double)], wrong: [String], title: String
  ) -> String {
    let actions = counts.actions.indices.filter { counts.tested($0) > 0 }.map { row in
      (name: counts.name(row), share: Double(counts.counts[row][row]) / Double(counts.tested(row)))
    }
    let pairs = counts.pairs
    let confused =
      pairs.isEmpty
      ? "<p>Nothing was taken for something else.</p>"
      : "<ul class=\"words\">\(pairs.prefix(6).map { "<li>\(counts.words($0).htmlEscaped)</li>" }.joined())</ul>"
    return """
      <div class="beside">\(ConfusionMap(counts: counts, title: "Confusions of \(title)").html)
      <div><h3>Confused most</h3>\(confused)\(list(wrong))</div></div>
      <div class="pair"><div><h3>By action</h3>\(ShareBars(title: "Accuracy by action, \(title)", rows: actions).svg)</div>
      <div><h3>By subject</h3>\(ShareBars(title: "Accuracy by subject, \(title)", rows: subjects).svg)</div></div>
      """
  }

  private func list(_ wrong: [String]) -> String {
    guard !wrong.isEmpty else { return "" }
    let items = wrong.map { "<li>\(words($0).htmlEscaped)</li>" }.joined()
    let sequences = wrong.count == 1 ? "The sequence that was" : "The \(wrong.count) sequences that were"
    return "<details><summary>\(sequences) called wrong</summary><ul class=\"words\">\(items)</ul></details>"
  }

  /// `a04_s06_e02 as 7` with the action's name.
  private func words(_ wrong: String) -> String {
    let parts = wrong.split(separator: " ")
    guard parts.count == 3, let said = Int(parts[2]) else { return wrong }
    return "\(parts[0]) as \(plan.dataSet.name(ofAction: said))"
  }
}
