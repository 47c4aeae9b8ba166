import Foundation

/// Accuracies against a setting as a small SVG picture: lines with a dot for each measurement, ticks, and the setting's name below.
struct CurvePicture {
  struct Line {
    /// The style's class for the line: `mean` or `other`.
    let style: String
    /// Through these, in order; accuracies from 0 to 1.
    let points: [(x: Double, accuracy: Double)]
    let dots: [(x: Double, accuracy: Double, title: String)]
  }

  let title: String
  let axis: String
  /// Where ticks stand on the setting's axis, and what they say.
  let ticks: [(x: Double, text: String)]
  let range: ClosedRange<Double>
  let lines: [Line]

  private static let size = (width: 460.0, height: 220.0)
  private static let edge = (left: 44.0, right: 22.0, top: 10.0, bottom: 34.0)

  var svg: String {
    let all = lines.flatMap { $0.points.map(\.accuracy) + $0.dots.map(\.accuracy) }
    let marks = Ticks(low: (all.min() ?? 0) * 100, high: (all.max() ?? 1) * 100, about: 4)
    let shown = max(0, marks.range.lowerBound)...min(100, max(marks.range.upperBound, 1))
    var content = ""
    for value in marks.values where value >= 0 && value <= 100 {
      let y = y(value, shown)
      content +=
        #"<line class="grid" x1="\#(Self.edge.left)" x2="\#(Self.size.width - Self.edge.right)" y1="\#(y)" y2="\#(y)"/>"#
      content +=
        #"<text class="tick" x="\#(Self.edge.left - 6)" y="\#(y + 3)" text-anchor="end">\#(marks.text(value)) %</text>"#
    }
    for tick in ticks {
      content +=
        #"<text class="tick" x="\#(x(tick.x))" y="\#(Self.size.height - 19)" text-anchor="middle">\#(tick.text)</text>"#
    }
    let middle = (Self.edge.left + Self.size.width - Self.edge.right) / 2
    content +=
      #"<text class="tick" x="\#(middle)" y="\#(Self.size.height - 4)" text-anchor="middle">\#(axis)</text>"#
    for line in lines {
      let path = line.points.map { "\(x($0.x)),\(y($0.accuracy * 100, shown))" }.joined(separator: " ")
      content += #"<polyline class="\#(line.style)" points="\#(path)"/>"#
      for dot in line.dots {
        content +=
          #"<circle class="dot \#(line.style)" cx="\#(x(dot.x))" cy="\#(y(dot.accuracy * 100, shown))" r="3.5"><title>\#(dot.title)</title></circle>"#
      }
    }
    return """
      <svg class="labels" viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" role="img">\
      <title>\(title)</title>\(content)</svg>
      """
  }

  private func x(_ value: Double) -> Double {
    let span = Self.size.width - Self.edge.left - Self.edge.right
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return ((Self.edge.left + share * span) * 10).rounded() / 10
  }

  private func y(_ value: Double, _ shown: ClosedRange<Double>) -> Double {
    let share = (value - shown.lowerBound) / (shown.upperBound - shown.lowerBound)
    let low = Self.size.height - Self.edge.bottom
    return ((low - share * (low - Self.edge.top)) * 10).rounded() / 10
  }
}
