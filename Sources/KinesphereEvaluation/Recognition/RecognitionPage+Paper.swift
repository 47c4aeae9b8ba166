import Foundation

extension RecognitionPage {
  /// The paper's tables with ours beside them, and what contradicts itself in them.
  var paperSection: String {
    let notes = PaperFigures.contradictions.map { "<li>\($0.htmlEscaped)</li>" }.joined()
    return """
      <section id="paper"><h2>Beside the paper</h2>
      <p class="note">The paper's numbers are quoted from its text, which does not repeat its tables; none was measured here. Nor are \
      they of the same recordings wherever a table says that its data are not public.</p>
      <div class="papers">\(PaperFigures.tables.map(table).joined())</div>
      <h3>Where the paper's figures contradict one another</h3><ul class="words">\(notes)</ul></section>
      """
  }

  private func table(_ table: PaperFigures.Table) -> String {
    let rows = table.rows.map { row in
      let value = row.value.htmlEscaped
      let quoted =
        value.isEmpty
        ? "<td class=\"none\">\(row.source.rawValue)</td>"
        : "<td>\(value)<span class=\"mark\">\(row.source.rawValue)</span></td>"
      return "<tr><th scope=\"row\">\(row.what.htmlEscaped)</th>\(quoted)\(cell(row.ours))</tr>"
    }
    return """
      <div><table class="data"><caption>\(table.caption.htmlEscaped)</caption><thead><tr><th scope="col">what</th>\
      <th scope="col">the paper</th><th scope="col">Kinesphere</th></tr></thead><tbody>\(rows.joined())</tbody></table>
      <p class="note">\(table.note.htmlEscaped)</p></div>
      """
  }

  private func cell(_ measure: PaperFigures.Measure) -> String {
    if case .other = measure {
      return "<td class=\"none\"><span aria-label=\"see the paper's own row\">–</span></td>"
    }
    guard let value = value(of: measure) else { return "<td class=\"none\">not measured</td>" }
    return "<td>\(value)</td>"
  }

  /// Ours as text; nil where the reports do not hold it.
  func value(of measure: PaperFigures.Measure) -> String? {
    switch measure {
    case .split(let split, let name):
      return whole(name)?.results.first { $0.split == split }.map { Self.percent($0.accuracy) }
    case .mean(let end, let name):
      let results = whole(name)?.results.filter { end.isEmpty || $0.split.hasSuffix(end) } ?? []
      guard !results.isEmpty else { return nil }
      return Self.percent(results.reduce(0) { $0 + $1.accuracy } / Double(results.count))
    case .f1(let name):
      return whole(name).map(Self.f1)
    case .labelled(let share, let name):
      let mine = reports.filter { $0.protocolName == name && abs(($0.labelShare ?? 1) - share) < 1e-6 }
      guard !mine.isEmpty else { return nil }
      let draws = mine.count > 1 ? "<small>mean of \(mine.count) draws</small>" : ""
      return Self.percent(mine.reduce(0) { $0 + $1.meanAccuracy } / Double(mine.count)) + draws
    case .trainTime(let name):
      guard let results = whole(name)?.results, !results.isEmpty else { return nil }
      let seconds = results.reduce(0) { $0 + $1.secondsToTrain / Double(max(1, $1.train)) }
      return Self.milliseconds(seconds / Double(results.count))
    case .sampleTime(let name):
      return whole(name).flatMap { $0.secondsPerSample > 0 ? Self.milliseconds($0.secondsPerSample) : nil }
    case .other, .nothing: return nil
    }
  }

  private func whole(_ name: String) -> RecognitionReport? {
    reports.first { $0.protocolName == name && $0.usesAllLabels }
  }

  private static func f1(_ report: RecognitionReport) -> String {
    let scores = report.results.map(\.macroF1)
    let mean = scores.reduce(0, +) / Double(max(1, scores.count))
    guard scores.count > 1 else { return String(format: "%.3f", mean) }
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return String(format: "%.3f ± %.3f", mean, (squares / Double(scores.count - 1)).squareRoot())
  }
}
