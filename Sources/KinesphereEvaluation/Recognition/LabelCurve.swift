import Foundation

/// Accuracy against the share of labels that was learned from, for one protocol.
struct LabelCurve {
  /// Shares in order with the accuracies of each; several seeds, several numbers.
  let points: [(share: Double, accuracies: [Double])]
  private let name: String

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
    let line = CurvePicture.Line(
      style: "mean", points: points.map { ($0.share, mean($0)) },
      dots: points.flatMap { point in
        point.accuracies.map { accuracy in
          let words =
            "\(RecognitionPage.percent(point.share, 0)) of the labels: \(RecognitionPage.percent(accuracy))"
          return (point.share, accuracy, words)
        }
      })
    return CurvePicture(
      title: "Accuracy of \(name) against the share of labels", axis: "share of the labels",
      ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map { ($0, "\(Int($0 * 100)) %") }, range: 0...1, lines: [line]
    ).svg
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
}
