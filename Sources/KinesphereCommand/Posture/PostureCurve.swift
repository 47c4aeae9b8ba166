import Foundation
import KinesphereEvaluation
import KinesphereMovement

/// One joint over time with the ranges of its targets as bands: SVG that stands without a script.
struct PostureCurve {
  let joint: PostureJoint
  let times: [Double]
  /// Left and right, or one; degrees.
  let series: [(style: String, values: [Float])]
  /// The ranges of every target that judges the joint, where it was judged.
  let bands: [(start: Double, end: Double, low: Double, high: Double)]
  let beats: [Double]

  private static let (width, height) = (360.0, 130.0)
  private static let (left, right, top, bottom) = (40.0, 6.0, 8.0, 18.0)

  var html: String {
    let name = joint.rawValue.replacing("_", with: " ")
    let sides = series.count == 2 ? #"<b class="left">left</b> <b class="right">right</b>"# : ""
    return """
      <figure class="plot"><figcaption>\(name) <small>degrees</small>\(sides)</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(name) over time">\(content)</svg></figure>
      """
  }

  private var end: Double { max(times.last ?? 0, (times.first ?? 0) + 0.001) }
  private var start: Double { times.first ?? 0 }

  private var content: String {
    let all = series.flatMap(\.values).filter(\.isFinite).map(Double.init)
    guard let low = all.min(), let high = all.max() else {
      return #"<text class="tick" x="50%" y="50%" text-anchor="middle">not seen</text>"#
    }
    let near = bands.flatMap { [$0.low, $0.high] }.filter { $0 > low - 40 && $0 < high + 40 }
    let ticks = Ticks(low: min(low, near.min() ?? low), high: max(high, near.max() ?? high), about: 3)
    var svg = bands.map { band($0, ticks.range) }.joined()
    for beat in beats where beat >= start && beat <= end {
      svg +=
        #"<line class="beat" x1="\#(x(beat))" x2="\#(x(beat))" y1="\#(Self.top)" y2="\#(Self.height - Self.bottom)"/>"#
    }
    for value in ticks.values {
      let place = y(value, ticks.range)
      svg +=
        #"<line class="grid" x1="\#(Self.left)" x2="\#(Self.width - Self.right)" y1="\#(place)" y2="\#(place)"/>"#
      svg +=
        #"<text class="tick" x="\#(Self.left - 5)" y="\#(place + 3)" text-anchor="end">\#(ticks.text(value))</text>"#
    }
    let seconds = Ticks(low: start, high: end, about: 5)
    for value in seconds.values where value <= end && value >= start {
      svg +=
        #"<text class="tick" x="\#(x(value))" y="\#(Self.height - 4)" text-anchor="middle">\#(seconds.text(value)) s</text>"#
    }
    for one in series {
      svg += #"<path class="curve \#(one.style)" d="\#(path(one.values, ticks.range))"/>"#
    }
    return svg
  }

  private func band(
    _ band: (start: Double, end: Double, low: Double, high: Double), _ range: ClosedRange<Double>
  ) -> String {
    let (low, high) = (max(band.low, range.lowerBound), min(band.high, range.upperBound))
    guard high >= low else { return "" }
    let (first, last) = (x(band.start), max(x(band.end), x(band.start) + 2))
    let (above, below) = (y(high, range), y(low, range))
    return
      #"<rect class="band" x="\#(first)" width="\#(tenth(last - first))" y="\#(above)" height="\#(max(2, tenth(below - above)))"/>"#
  }

  private func path(_ values: [Float], _ range: ClosedRange<Double>) -> String {
    var (path, isBroken) = ("", true)
    for (time, value) in zip(times, values) {
      guard value.isFinite else {
        isBroken = true
        continue
      }
      path += "\(isBroken ? "M" : "L")\(x(time)) \(y(Double(value), range))"
      isBroken = false
    }
    return path
  }

  private func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private func x(_ time: Double) -> Double {
    tenth(Self.left + (time - start) / (end - start) * (Self.width - Self.left - Self.right))
  }

  private func y(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    let low = Self.height - Self.bottom
    return tenth(low - share * (low - Self.top))
  }
}
