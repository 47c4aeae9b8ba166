/// Accuracy against the iterations that a network was trained for, as the paper's figure 7: on left-out training subjects, who choose,
/// and on the tested ones, who do not.
struct IterationCurve {
  /// Iterations with both accuracies, in order.
  let points: [(iterations: Double, leftOut: Double, tested: Double)]
  private let report: RecognitionReport

  /// Nil unless the method kept what it had learned at two or more numbers of iterations, in its one split.
  init?(_ report: RecognitionReport) {
    guard report.results.count == 1, let result = report.results.first, let sweep = result.sweep,
      sweep.count > 1, report.costs.count == sweep.count, result.validation.count == sweep.count
    else { return nil }
    self.report = report
    points = sweep.indices.map { (report.costs[$0], result.validation[$0], sweep[$0]) }
  }

  /// A line of words for each.
  var lines: [String] {
    ["", "iterations  left-out subjects  tested (chooses nothing)"]
      + points.map { point in
        let iterations = String(Int(point.iterations))
        return String(repeating: " ", count: max(0, 10 - iterations.count)) + iterations
          + "  " + String(repeating: " ", count: 8) + RecognitionPage.percent(point.leftOut) + "            "
          + RecognitionPage.percent(point.tested)
      }
  }

  var html: String {
    let rows = points.map { point in
      """
      <tr><th scope="row">\(Int(point.iterations))</th><td>\(RecognitionPage.percent(point.leftOut))</td>\
      <td>\(RecognitionPage.percent(point.tested))</td></tr>
      """
    }
    return """
      <section><h2>Training iterations: \(report.protocolName)</h2>
      <p class="note">As the paper's figure 7. The number of iterations is chosen on left-out training subjects (the line in blue); the tested \
      subjects (grey) choose nothing.</p>
      <div class="pair"><div>\(picture.svg)</div><div><table class="data"><caption>Accuracy by iterations</caption><thead><tr>\
      <th scope="col">iterations</th><th scope="col">left-out training subjects</th><th scope="col">tested</th></tr></thead>\
      <tbody>\(rows.joined())</tbody></table></div></div></section>
      """
  }

  private var picture: CurvePicture {
    func line(_ style: String, _ name: String, _ value: (Int) -> Double) -> CurvePicture.Line {
      let values = points.indices.map { (x: points[$0].iterations, accuracy: value($0)) }
      return CurvePicture.Line(
        style: style, points: values,
        dots: values.map {
          ($0.x, $0.accuracy, "\(Int($0.x)) iterations, \(name): \(RecognitionPage.percent($0.accuracy))")
        })
    }
    return CurvePicture(
      title: "Accuracy of \(report.protocolName) against training iterations", axis: "iterations",
      ticks: points.map { ($0.iterations, String(Int($0.iterations))) },
      range: 0...(points.map(\.iterations).max() ?? 1),
      lines: [
        line("other", "tested") { points[$0].tested }, line("mean", "left out") { points[$0].leftOut },
      ])
  }
}
