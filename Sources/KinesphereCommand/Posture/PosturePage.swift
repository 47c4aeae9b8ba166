import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereMovement

/// A review as one HTML page that needs no network and no script: words, figures at the worst moments, tables and curves.
struct PosturePage {
  let review: PostureReview
  let motion: Motion
  let view: PostureView
  /// nil against a reference.
  let targets: PostureTargets?

  private static let figures = 6
  /// More places than a curve has pixels are left out.
  private static let mostPlaces = 700

  var html: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Posture of \(review.subject.htmlEscaped) · Kinesphere</title>
    <style>\(ReportStyle.css)\(Self.css)</style></head><body>
    <header><p class="brand">Kinesphere</p><h1>Posture: \(review.subject.htmlEscaped)</h1>
    <p class="sub">\(subtitle.htmlEscaped)</p>\(unlike)</header>
    <main>
    \(tiles)
    \(worst)
    \(words)
    \(PostureSections(review).html)
    \(curves)
    </main>
    <footer><p>Angles are anatomical and the dancer's own, measured between estimated key-points, in degrees (docs/posture.md). \
    Coloured joints are beyond their range at that moment; hollow ones were not seen well. \(gravity)</p></footer>
    </body></html>

    """
  }

  private static let css = """
    .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(330px,100%),1fr));gap:16px}
    .figures figure{margin:0}.figure{display:block;width:100%;background:var(--ground);border-radius:8px}
    .bone{stroke-width:3;stroke-linecap:round}.bone.left{stroke:var(--left)}.bone.right{stroke:var(--right)}.bone.mid{stroke:var(--mid)}
    .sure{fill:var(--ink)}.unsure{fill:none;stroke:var(--soft);stroke-dasharray:2 2}.amount{fill:var(--ink);font-size:12px;font-weight:600}
    .band{fill:var(--good);opacity:.25}.beat{stroke:var(--line);stroke-dasharray:1 3}
    .scroll{overflow-x:auto}.map td,.map th{padding:2px 3px;font-size:11px;text-align:center;min-width:22px;border:1px solid var(--card)}
    .map th:first-child{text-align:left;white-space:nowrap}.map td{color:#16181d;border-radius:3px}.map .none{background:var(--track)}
    """

  private var subtitle: String {
    let against =
      review.reference.map { "against \($0)" } ?? "against \(review.targets.count.counted("target"))"
    return "\(PostureWords.clock(review.duration)), \(review.frames.counted("frame")), \(against); "
      + PostureTable.beat(review.rhythm)
  }

  private var unlike: String {
    PostureTable.unlike(review).map { "<p class=\"sub\"><b>\($0.htmlEscaped)</b></p>" } ?? ""
  }

  private var gravity: String {
    view.tilt == 0
      ? "The camera is taken as level: a tilt that nobody said is part of every angle to the vertical."
      : "The camera looks down by \(view.tilt)°."
  }

  private var tiles: String {
    let judged = review.joints.reduce(0) { $0 + $1.judged }
    let tiles: [(String, String)] = [
      ("\(review.findings.count)", "deviations told"),
      ("\(judged)", review.reference == nil ? "judgements of joints" : "comparisons of joints"),
      ("\(review.unjudged.count)", "joints not seen well enough"),
      ("\(review.phrases.count)", review.phrases.count == 1 ? "phrase" : "phrases"),
    ]
    return "<ul class=\"tiles\">"
      + tiles.map { "<li><strong>\($0.0)</strong><span>\($0.1)</span></li>" }.joined() + "</ul>"
  }

  private var worst: String {
    // One figure for what is wrong at one moment.
    var chosen: [PostureFinding] = []
    for finding in review.worst(200) where chosen.allSatisfy({ abs($0.time - finding.time) > 0.5 }) {
      chosen.append(finding)
      if chosen.count == Self.figures { break }
    }
    guard !chosen.isEmpty else {
      return "<section><h2>Worst moments</h2><p>Nothing beyond the tolerances.</p></section>"
    }
    let figures = chosen.compactMap { finding -> String? in
      guard let index = nearest(finding.time) else { return nil }
      let here = review.findings.filter {
        abs($0.time - finding.time) < 0.2
          || ($0.start <= finding.time && finding.time <= $0.end && $0.target == finding.target)
      }
      let figure = PostureFigure(pose: motion.poses[index], view: view, findings: here)
      return
        "<figure>\(figure.svg)<figcaption>\(here.map { $0.words.htmlEscaped }.joined(separator: "<br>"))</figcaption></figure>"
    }
    return """
      <section><h2>Worst moments</h2><div class="figures">\(figures.joined())</div></section>
      """
  }

  private func nearest(_ time: Double) -> Int? {
    motion.times.indices.min { abs(motion.times[$0] - time) < abs(motion.times[$1] - time) }
  }

  private var words: String {
    let lines = review.findings.prefix(100).map { "<li>\($0.words.htmlEscaped)\($0.beatWords)</li>" }
    let rest = review.findings.count - lines.count
    let unjudged = review.unjudged.prefix(30).map { "<li>\($0.words.htmlEscaped)</li>" }
    return """
      <section><h2>In words</h2><ul class="problems">\(lines.joined())\(rest > 0 ? "<li>and \(rest) more</li>" : "")</ul>\
      \(unjudged.isEmpty ? "" : "<h2>Not judged</h2><ul class=\"problems\">\(unjudged.joined())</ul>")</section>
      """
  }

  private var curves: String {
    let step = max(1, motion.count / Self.mostPlaces)
    let places = Array(stride(from: 0, to: motion.count, by: step))
    let times = places.map { motion.times[$0] }
    let angles = places.map { PostureAngles(motion.poses[$0], view: view) }
    let beats = review.rhythm.map { rhythm in
      (0..<min(400, max(0, rhythm.beats.beat(at: times.last ?? 0) + 1))).map { rhythm.beats.time(of: $0) }
    }
    let figures = PostureJoint.allCases.map { joint in
      let sides = PostureAngle.all.filter { $0.joint == joint }
      return PostureCurve(
        joint: joint, times: times,
        series: sides.map { angle in
          (
            angle.side?.rawValue ?? "mid",
            angles.map { $0.confidence[angle.index] >= 0.5 ? $0[angle] : .nan }
          )
        }, bands: bands(joint), beats: beats ?? []
      ).html
    }
    return """
      <section><h2>Joints over time</h2><p class="note">Green: the range where a deviation was told, over its episode. \
      Gaps: not seen well. Dotted: beats.</p><div class="plots">\(figures.joined(separator: "\n"))</div></section>
      """
  }

  private func bands(_ joint: PostureJoint) -> [(start: Double, end: Double, low: Double, high: Double)] {
    var seen: Set<[Double]> = []
    return review.findings.filter { $0.angle.joint == joint && $0.target != "reference" }.compactMap {
      seen.insert([$0.start, $0.low, $0.high]).inserted ? ($0.start, $0.end, $0.low, $0.high) : nil
    }
  }
}
