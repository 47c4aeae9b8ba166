import Foundation

/// Accuracy against the share of labels that was learned from, for one protocol.
struct LabelCurve {
  /// Shares in order with the accuracies of each; several seeds, several numbers.
  let points: [(share: Double, accuracies: [Double])]
  private let name: String

  private static let size = (width: 460.0, height: 220.0)
  private static let edge = (left: 44.0, right: 22.0, top: 10.0, bottom: 34.0)

  /// From one protocol's reports; nil unless two or more carry a share. A report without one learned from all labels.
  init?(_ reports: [RecognitionReport]) {
    guard let first = reports.first, reports.count(where: { $0.labelShare != nil }) > 1 else { return nil }
    name = first.protocolName
    points = Dictionary(grouping: reports) { $0.labelShare ?? 1 }.sorted { $0.key < $1.key }.map {
      (share: $0.key, accuracies: $0.value.map(\.meanAccuracy))
    }
  }

  var html: String {
    let rows = points.map { point in
      """
      <tr><th scope="row">\(RecognitionPage.percent(point.share, 0))</th><td>\(RecognitionPage.percent(mean(point)))</td>\
      <td>\(spread(point))</td><td>\(point.accuracies.count)</td></tr>
      """
    }
    return """
      <section><h2>Few labels: \(name)</h2>
      <p class="note">Whole training sequences are kept, the same share of each action but at least one; the tested ones stay the same.</p>
      <div class="pair"><div>\(svg)</div><div><table class="data"><caption>Accuracy by share of labels</caption><thead><tr><th scope="col">share</th>\
      <th scope="col">accuracy</th><th scope="col">lowest to highest</th><th scope="col">draws</th></tr></thead><tbody>\(rows.joined())</tbody></table></div></div></section>
      """
  }

  private var svg: String {
    let all = points.flatMap(\.accuracies)
    let ticks = Ticks(low: (all.min() ?? 0) * 100, high: (all.max() ?? 1) * 100, about: 4)
    let values = ticks.values.filter { $0 >= 0 && $0 <= 100 }
    let range = max(0, ticks.range.lowerBound)...min(100, max(ticks.range.upperBound, 1))
    var content = ""
    for value in values {
      let y = y(value, range)
      content +=
        #"<line class="grid" x1="\#(Self.edge.left)" x2="\#(Self.size.width - Self.edge.right)" y1="\#(y)" y2="\#(y)"/>"#
      content +=
        #"<text class="tick" x="\#(Self.edge.left - 6)" y="\#(y + 3)" text-anchor="end">\#(ticks.text(value)) %</text>"#
    }
    for share in [0, 0.2, 0.4, 0.6, 0.8, 1] {
      content +=
        #"<text class="tick" x="\#(x(share))" y="\#(Self.size.height - 19)" text-anchor="middle">\#(Int(share * 100)) %</text>"#
    }
    let middle = (Self.edge.left + Self.size.width - Self.edge.right) / 2
    content +=
      #"<text class="tick" x="\#(middle)" y="\#(Self.size.height - 4)" text-anchor="middle">share of the labels</text>"#
    let line = points.map { "\(x($0.share)),\(y(mean($0) * 100, range))" }.joined(separator: " ")
    content += #"<polyline class="mean" points="\#(line)"/>"#
    for point in points {
      for accuracy in point.accuracies {
        content += """
          <circle class="dot" cx="\(x(point.share))" cy="\(y(accuracy * 100, range))" r="3.5"><title>\
          \(RecognitionPage.percent(point.share, 0)) of the labels: \(RecognitionPage.percent(accuracy))</title></circle>
          """
      }
    }
    return """
      <svg class="labels" viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" role="img">\
      <title>Accuracy of \(name) against the share of labels</title>\(content)</svg>
      """
  }

  private func mean(_ point: (share: Double, accuracies: [Double])) -> Double {
    point.accuracies.reduce(0, +) / Double(max(1, point.accuracies.count))
  }

  private func spread(_ point: (share: Double, accuracies: [Double])) -> String {
    guard point.accuracies.count > 1, let low = point.accuracies.min(), let high = point.accuracies.max()
    else {
      return "–"
    }
    return "\(RecognitionPage.percent(low, 1)) to \(RecognitionPage.percent(high, 1))"
  }

  private func x(_ share: Double) -> Double {
    let span = Self.size.width - Self.edge.left - Self.edge.right
    return ((Self.edge.left + share * span) * 10).rounded() / 10
  }

  private func y(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    let low = Self.size.height - Self.edge.bottom
    return ((low - share * (low - Self.edge.top)) * 10).rounded() / 10
  }
}
