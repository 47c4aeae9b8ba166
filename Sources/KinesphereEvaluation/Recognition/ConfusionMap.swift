import Foundation

/// A confusion matrix as a heat map: a row an action that was performed, a column what it was called.
///
/// Right answers on the diagonal are of one colour, wrong ones of another, darker with their share of the row; every filled cell
/// says its count.
struct ConfusionMap {
  let counts: ConfusionCounts
  let title: String

  private static let cell = 26.0
  private static let letter = 7.0

  /// The picture as a figure with a caption; it scrolls sideways where the screen is too narrow for its numbers.
  var html: String {
    """
    <figure class="map" tabindex="0" role="group" aria-label="\(title.htmlEscaped), scrolls sideways"><svg viewBox="0 0 \(number(width)) \(number(height))" width="\(number(width))" \
    role="img"><title>\(title.htmlEscaped)</title>\(labels)\(cells)</svg></figure>
    """
  }

  private var names: [String] { counts.actions.indices.map { "\(counts.actions[$0]) \(counts.name($0))" } }
  private var left: Double { Double(names.map(\.count).max() ?? 0) * Self.letter + 14 }
  private var top: Double { 24 }
  private var width: Double { left + Double(names.count) * Self.cell + 4 }
  private var height: Double { top + Double(names.count) * Self.cell + 4 }

  private var labels: String {
    var svg = ""
    for (index, name) in names.enumerated() {
      let middle = (Double(index) + 0.5) * Self.cell
      svg +=
        #"<text class="name" x="\#(number(left - 8))" y="\#(number(top + middle + 4))" text-anchor="end">\#(name.htmlEscaped)</text>"#
      svg +=
        #"<text class="tick" x="\#(number(left + middle))" y="\#(number(top - 7))" text-anchor="middle">\#(counts.actions[index])</text>"#
    }
    return svg
  }

  private var cells: String {
    let side = number(Double(names.count) * Self.cell)
    var svg =
      #"<rect class="ground" x="\#(number(left))" y="\#(number(top))" width="\#(side)" height="\#(side)"/>"#
    for row in counts.actions.indices {
      for column in counts.actions.indices where counts.counts[row][column] > 0 {
        svg += filled(row, column)
      }
    }
    return svg
  }

  private func filled(_ row: Int, _ column: Int) -> String {
    let count = counts.counts[row][column]
    let share = Double(count) / Double(max(1, counts.tested(row)))
    let x = left + Double(column) * Self.cell
    let y = top + Double(row) * Self.cell
    let kind = row == column ? "hit" : "miss"
    // One of fifty must still be seen.
    let opacity = row == column ? 0.12 + 0.63 * share : 0.3 + 0.6 * share
    let words = counts.words(.init(row: row, column: column, count: count)).htmlEscaped
    return """
      <g><title>\(words)</title><rect class="\(kind)" x="\(number(x + 1))" y="\(number(y + 1))" width="\(number(Self.cell - 2))" \
      height="\(number(Self.cell - 2))" rx="3" fill-opacity="\(String(format: "%.2f", opacity))"/>\
      <text class="count" x="\(number(x + Self.cell / 2))" y="\(number(y + Self.cell / 2 + 4))" text-anchor="middle">\(count)</text></g>
      """
  }

  private func number(_ value: Double) -> String { String(format: "%g", (value * 10).rounded() / 10) }
}
