import Foundation

/// Shares from 0 to 1 as lying bars with their numbers; an SVG that fits 340 px.
struct ShareBars {
  let title: String
  /// Names and shares, from the top.
  let rows: [(name: String, share: Double)]

  private static let line = 21.0
  private static let width = 340.0
  private static let right = 54.0
  private var left: Double { min(190, 14 + 6.6 * Double(rows.map(\.name.count).max() ?? 0)) }

  var svg: String {
    let height = Double(rows.count) * Self.line + 2
    var content = ""
    for (index, row) in rows.enumerated() {
      let y = Double(index) * Self.line
      let span = Self.width - left - Self.right
      let text = String(format: "%.1f %%", row.share * 100)
      content += """
        <text class="label" x="\(left - 8)" y="\(y + 14.5)" text-anchor="end">\(row.name.htmlEscaped)</text>\
        <rect class="track" x="\(left)" y="\(y + 4)" width="\(span)" height="13" rx="3"/>\
        <rect class="\(row.share < 0.9 ? "bar low" : "bar high")" x="\(left)" y="\(y + 4)" \
        width="\(String(format: "%.1f", span * min(1, max(0, row.share))))" height="13" rx="3"/>\
        <text class="value" x="\(Self.width)" y="\(y + 14.5)" text-anchor="end">\(text)</text>
        """
    }
    return """
      <svg class="bars" viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img"><title>\(title.htmlEscaped)</title>\(content)</svg>
      """
  }
}
