import Foundation

/// A small SVG plot of one or two series over time, readable without a script.
///
/// Colours come from the page's style: `.left`, `.right` and `.mid` stroke the series.
struct CurvePlot {
  let description: CurveDescription
  let samples: [TrackingReport.Sample]
  let end: Double

  private static let width = 360.0
  private static let height = 118.0
  private static let left = 48.0
  private static let right = 6.0
  private static let top = 8.0
  private static let bottom = 18.0

  /// A figure with a caption and the plot; empty plots say so.
  var html: String {
    let name = description.columns.count == 2 ? "\(description.title), left and right" : description.title
    let last = description.columns.count == 2 ? #"<b class="left">left</b> <b class="right">right</b>"# : ""
    return """
      <figure class="plot"><figcaption>\(name.htmlEscaped) <small>\(description.unit.htmlEscaped)</small>\(last)</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(name.htmlEscaped) over time" \
      data-x0="\(Self.left)" data-x1="\(Self.width - Self.right)">\(content)</svg></figure>
      """
  }

  private var content: String {
    let all = description.columns.flatMap { column in samples.map { $0.values[column] } }.filter(\.isFinite)
    guard let low = all.min(), let high = all.max() else {
      return #"<text class="tick" x="50%" y="50%" text-anchor="middle">no values</text>"#
    }
    let ticks = Ticks(low: Double(low), high: Double(high), about: 3)
    let range = description.isCyclic ? 0.0...1.0 : ticks.range
    var svg = ""
    for value in description.isCyclic ? [0, 0.5, 1] : ticks.values {
      let y = self.y(value, range)
      svg +=
        #"<line class="grid" x1="\#(Self.left)" x2="\#(Self.width - Self.right)" y1="\#(y)" y2="\#(y)"/>"#
      svg +=
        #"<text class="tick" x="\#(Self.left - 5)" y="\#(y + 3)" text-anchor="end">\#(ticks.text(value))</text>"#
    }
    let seconds = Ticks(low: 0, high: max(end, 0.001), about: 5)
    for value in seconds.values where value <= end {
      let anchor = value == 0 ? "start" : "middle"
      svg +=
        #"<text class="tick" x="\#(x(value))" y="\#(Self.height - 4)" text-anchor="\#(anchor)">\#(seconds.text(value)) s</text>"#
    }
    for (place, column) in description.columns.enumerated() {
      let kind = description.columns.count == 1 ? "mid" : place == 0 ? "left" : "right"
      svg += #"<path class="curve \#(kind)" d="\#(path(column, range))"/>"#
    }
    return svg
      + #"<line class="cursor" y1="\#(Self.top)" y2="\#(Self.height - Self.bottom)" x1="-9" x2="-9"/>"#
  }

  private func path(_ column: Int, _ range: ClosedRange<Double>) -> String {
    var path = ""
    var previous: Float?
    for sample in samples {
      let value = sample.values[column]
      guard value.isFinite else {
        previous = nil
        continue
      }
      let wraps = description.isCyclic && abs(value - (previous ?? value)) > 0.5
      path += previous == nil || wraps ? "M" : "L"
      path += "\(x(sample.time)) \(y(Double(value), range))"
      previous = value
    }
    return path
  }

  private func x(_ time: Double) -> Double {
    let share = end > 0 ? time / end : 0
    return ((Self.left + share * (Self.width - Self.left - Self.right)) * 10).rounded() / 10
  }

  private func y(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    let low = Self.height - Self.bottom
    return ((low - share * (low - Self.top)) * 10).rounded() / 10
  }
}

/// Round numbers along an axis: 1, 2 or 5 times a power of ten apart.
package struct Ticks {
  /// From at or below the lowest to at or above the highest.
  package let values: [Double]
  package let step: Double

  package init(low: Double, high: Double, about count: Int) {
    // A flat curve lies in the middle of a tenth of its own height.
    let span = max(high - low, abs(high) * 0.1, 1e-3)
    let low = low - (span - (high - low)) / 2
    let rough = span / Double(count)
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? power
    let first = floor(low / step + 1e-9)
    let last = max(ceil((low + span) / step - 1e-9), first + 1)
    self.step = step
    values = stride(from: first, through: last, by: 1).map { $0 * step }
  }

  package var range: ClosedRange<Double> { values[0]...values[values.count - 1] }

  package func text(_ value: Double) -> String {
    let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
    return String(format: "%.\(min(decimals, 6))f", value == 0 ? 0 : value)
  }
}

extension String {
  /// The text with HTML's five special characters escaped.
  package var htmlEscaped: String {
    var result = ""
    for character in self {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }
}
