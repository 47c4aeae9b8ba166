import Foundation
import Kinesphere
import KinesphereEvaluation
import KinesphereMovement

/// A dancer at one moment, from the front and from the side, each joint in the colour of its deviation: SVG.
struct PostureFigure {
  let pose: Pose
  let view: PostureView
  /// The findings whose episode covers the moment.
  let findings: [PostureFinding]

  private static let size = 190.0
  private static let bones = KeyPoint.allCases.compactMap { point in point.parent.map { (point, $0) } }

  var svg: String {
    let (front, side) = (places(axis: 0), places(axis: 2))
    return """
      <svg class="figure" viewBox="0 0 \(Int(2 * Self.size)) \(Int(Self.size) + 16)" role="img" \
      aria-label="\(label.htmlEscaped)">\(drawing(front, left: 0, title: "as the camera sees it"))\
      \(drawing(side, left: Self.size, title: "from the side"))</svg>
      """
  }

  private var label: String {
    findings.isEmpty ? "The dancer" : "The dancer: " + findings.map(\.words).joined(separator: "; ")
  }

  /// The largest deviation at a key-point, degrees; nil where nothing is told of it.
  private func deviation(_ point: KeyPoint) -> Double? {
    findings.filter { $0.angle.keyPoints.first == point }.map { abs($0.deviation) }.max()
  }

  /// From amber at 5 degrees to red at 30.
  static func colour(_ deviation: Double) -> String {
    let share = max(0, min(1, (abs(deviation) - 5) / 25))
    return "hsl(\(Int(45 - 45 * share)) 85% \(Int(50 - 5 * share))%)"
  }

  /// Key-points on the picture's plane, in units of the drawing; nil where unknown.
  private func places(axis: Int) -> [SIMD2<Double>?] {
    let up = view.up
    let known = KeyPoint.allCases.map { point -> SIMD2<Double>? in
      let place = pose[point]
      guard place.x.isFinite, place.y.isFinite, place.z.isFinite else { return nil }
      // From the side the camera stands at the left edge.
      return SIMD2(Double(place[axis]), Double((place * up).sum()))
    }
    let all = known.compactMap(\.self)
    guard let first = all.first else { return known }
    let low = all.reduce(first) { SIMD2(min($0.x, $1.x), min($0.y, $1.y)) }
    let high = all.reduce(first) { SIMD2(max($0.x, $1.x), max($0.y, $1.y)) }
    let scale = (Self.size - 24) / max(high.y - low.y, high.x - low.x, 0.5)
    return known.map { place in
      place.map { (($0 - (low + high) / 2) * scale) * SIMD2(1, -1) + SIMD2(Self.size / 2, Self.size / 2) }
    }
  }

  private func drawing(_ places: [SIMD2<Double>?], left: Double, title: String) -> String {
    func x(_ place: SIMD2<Double>) -> String { String(format: "%.1f", place.x + left) }
    func y(_ place: SIMD2<Double>) -> String { String(format: "%.1f", place.y) }
    var svg = ""
    for (point, parent) in Self.bones {
      guard let a = places[point.rawValue], let b = places[parent.rawValue] else { continue }
      let side = point.name.hasPrefix("left") ? "left" : point.name.hasPrefix("right") ? "right" : "mid"
      svg += #"<line class="bone \#(side)" x1="\#(x(a))" y1="\#(y(a))" x2="\#(x(b))" y2="\#(y(b))"/>"#
    }
    for point in KeyPoint.allCases {
      guard let place = places[point.rawValue] else { continue }
      if let deviation = deviation(point) {
        svg +=
          #"<circle cx="\#(x(place))" cy="\#(y(place))" r="7" fill="\#(Self.colour(deviation))"/>"#
          + #"<text class="amount" x="\#(x(place + SIMD2(10, 4)))" y="\#(y(place + SIMD2(10, 4)))">\#(Int(deviation.rounded()))°</text>"#
      } else {
        let isSure = pose.confidence[point.rawValue] >= 0.5
        svg += #"<circle class="\#(isSure ? "sure" : "unsure")" cx="\#(x(place))" cy="\#(y(place))" r="3"/>"#
      }
    }
    return svg
      + #"<text class="tick" x="\#(left + Self.size / 2)" y="\#(Self.size + 10)" text-anchor="middle">\#(title)</text>"#
  }
}
