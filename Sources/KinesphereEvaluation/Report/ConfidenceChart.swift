import Foundation
import Kinesphere

/// Mean confidence per key-point as bars that leave the middle to both sides: the dancer's left on one, right on the other.
struct ConfidenceChart {
  let tallies: [ConfidenceTally]

  private static let rows: [(label: String, left: KeyPoint, right: KeyPoint?)] = [
    ("head", .head, nil), ("neck", .neck, nil), ("spine", .spine, nil), ("pelvis", .pelvis, nil),
    ("shoulder", .leftShoulder, .rightShoulder), ("elbow", .leftElbow, .rightElbow),
    ("wrist", .leftWrist, .rightWrist), ("hip", .leftHip, .rightHip), ("knee", .leftKnee, .rightKnee),
    ("ankle", .leftAnkle, .rightAnkle), ("foot", .leftFoot, .rightFoot),
  ]

  var svg: String {
    var svg =
      #"<svg class="bars" viewBox="0 0 420 \#(Self.rows.count * 22 + 8)" role="img" aria-label="Mean confidence per key-point">"#
    for (place, row) in Self.rows.enumerated() {
      let y = place * 22 + 4
      svg += #"<text class="label" x="210" y="\#(y + 14)" text-anchor="middle">\#(row.label)</text>"#
      if let right = row.right {
        svg += bar(row.left, y, from: 168, sign: -1, kind: "left")
        svg += bar(right, y, from: 252, sign: 1, kind: "right")
      } else {
        svg += bar(row.left, y, from: 252, sign: 1, kind: "mid")
      }
    }
    return svg + "</svg>"
  }

  private func bar(_ point: KeyPoint, _ y: Int, from: Double, sign: Double, kind: String) -> String {
    guard let mean = tallies[point.rawValue].mean else { return "" }
    let length = mean * 120
    let start = sign > 0 ? from : from - length
    let end = from + sign * (length + 5)
    let anchor = sign > 0 ? "start" : "end"
    let track = sign > 0 ? from : from - 120
    let low = Int((tallies[point.rawValue].lowShare * 100).rounded())
    let name = KeyPoint.names[point.rawValue].replacingOccurrences(of: "_", with: " ")
    return """
      <g><title>\(name): mean \(percent(mean)); below 50 % in \(low) % of the frames</title>\
      <rect class="track" x="\(track)" y="\(y + 3)" width="120" height="13" rx="3"/>\
      <rect class="bar \(kind)" x="\(start)" y="\(y + 3)" width="\(length)" height="13" rx="3" opacity="\(0.35 + 0.65 * mean)"/>\
      <text class="value" x="\(end)" y="\(y + 14)" text-anchor="\(anchor)">\(percent(mean))</text></g>
      """
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
