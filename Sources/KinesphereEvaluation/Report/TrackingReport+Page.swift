import Foundation
import Kinesphere

extension TrackingReport {
  /// The page: one HTML file that needs no network. The plots are SVG and stand without a script; the player and the
  /// 3-D view need one.
  public func page() -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(subject.name.htmlEscaped) · Kinesphere</title>
    <style>\(ReportStyle.css)</style></head><body>
    <header><p class="brand">Kinesphere</p><h1>\(subject.name.htmlEscaped)</h1>
    <p class="sub">\(subtitle)</p></header>
    <main>
    \(tiles)
    \(player)
    \(plots)
    <div class="pair">\(confidenceSection)\(timingSection)</div>
    \(problemSection)
    </main>
    \(footer)
    <script type="application/json" id="data">\(playerData)</script>
    <script>\(ReportScript.javaScript)</script>
    </body></html>

    """
  }

  private var subtitle: String {
    let camera = subject.camera
    let mirrored = camera.isMirrored ? "mirrored" : "not mirrored"
    return [
      subject.format, "\(count) frames, \(decimal(lastTime, 1)) s at \(decimal(subject.rate, 1)) frames/s",
      "\(camera.width) × \(camera.height), focal length \(decimal(Double(camera.focalX), 1)) px, \(mirrored)",
      "weights \(subject.weights)",
    ].map(\.htmlEscaped).joined(separator: " · ")
  }

  private var tiles: String {
    var tiles: [(value: String, label: String)] = [
      ("\(decimal(foundShare * 100, foundShare == 1 ? 0 : 1)) %", "of the frames show the dancer")
    ]
    if let meanConfidence {
      tiles.append(("\(decimal(meanConfidence * 100, 0)) %", "mean confidence of the key-points"))
    }
    if let meanError {
      tiles.append(("\(decimal(meanError * 100, 1)) cm", "mean distance to the true key-points"))
    }
    if let time = totalDurations {
      tiles.append(("\(decimal(time.p50, 2)) ms", "per frame (p50); p99 \(decimal(time.p99, 2)) ms"))
      tiles.append(
        ("\(decimal(1000 / subject.rate / time.p50, 0)) ×", "faster than the recording's own rate"))
    }
    let damaged = counts[.damaged, default: 0]
    if damaged > 0 { tiles.append(("\(damaged)", damaged == 1 ? "damaged frame" : "damaged frames")) }
    let items = tiles.map { "<li><strong>\($0.value)</strong><span>\($0.label)</span></li>" }
    return "<ul class=\"tiles\">\(items.joined())</ul>"
  }

  private var player: String {
    let still = stills.elements.first { !$0.picture.isEmpty }
    let first = still.map { "data:image/png;base64," + Data($0.picture).base64EncodedString() } ?? ""
    let truth =
      stills.elements.contains { $0.truth != nil }
      ? #"<label><input type="checkbox" id="truth"> true key-points</label>"# : ""
    let every = stills.stride == 1 ? "every frame" : "one frame in \(stills.stride)"
    return """
      <section class="player"><div class="views">
      <figure><canvas id="picture" aria-label="Depth picture with skeleton"></canvas>\
      <noscript><img alt="First depth picture" src="\(first)"></noscript>
      <figcaption>Depth picture, each part of the body in its colour. <b class="left">Left</b> and <b class="right">right</b> are the dancer's own.</figcaption></figure>
      <figure><canvas id="space" aria-label="Skeleton in space"></canvas>
      <figcaption>Drag to turn, scroll or pinch to zoom. Grid: 0.5 m; trails: wrists and feet.</figcaption></figure></div>
      <svg class="strip" viewBox="0 0 1000 8" preserveAspectRatio="none" role="img" aria-label="State of each frame">\(strip)</svg>
      <div class="controls"><button id="play" aria-label="Play">▶</button>
      <input type="range" id="slider" min="0" max="\(max(0, stills.elements.count - 1))" value="0" aria-label="Frame">
      <output id="clock">0.00 s</output></div>
      <div class="options"><label><input type="checkbox" id="depth" checked> picture</label>
      <label><input type="checkbox" id="bones" checked> skeleton</label>\(truth)
      <label>speed <select id="speed"><option>0.25</option><option>0.5</option><option selected>1</option></select></label>
      <span class="note">Shows \(every). Filled joint: confidence of one half or more, that is at least even odds that the joint is \
      within 10 cm; hollow and dashed: less.</span></div></section>
      """
  }

  /// Runs of equal status as coloured pieces of a strip.
  private var strip: String {
    let all = samples.elements
    var svg = ""
    var start = 0
    for index in 0...all.count where !all.isEmpty {
      if index < all.count && all[index].status == all[start].status { continue }
      let x = Double(start) / Double(all.count) * 1000
      let width = Double(index - start) / Double(all.count) * 1000
      let status = all[min(start, all.count - 1)].status.rawValue
      svg +=
        #"<rect class="\#(status)" x="\#(decimal(x, 2))" width="\#(decimal(width, 2))" height="8"><title>\#(status)</title></rect>"#
      start = index
    }
    return svg
  }

  private var plots: String {
    let figures = curves.map { CurvePlot(description: $0, samples: samples.elements, end: lastTime).html }
    let channels = zip(curves, figures).filter { $0.0.columns.allSatisfy { $0 < 7 } }.map(\.1).joined(
      separator: "\n")
    let angles = zip(curves, figures).filter { $0.0.columns.contains { $0 >= 7 } }.map(\.1).joined(
      separator: "\n")
    return """
      <section><h2>Motion channels</h2><div class="plots">\(channels)</div></section>
      <section><h2>Joint angles</h2><div class="plots">\(angles)</div></section>
      """
  }

  private var confidenceSection: String {
    """
    <section><h2>Confidence per key-point</h2>
    <p class="note">Mean over the frames with a pose. <b class="left">Left</b> and <b class="right">right</b> are the dancer's own.</p>
    \(ConfidenceChart(tallies: confidence).svg)</section>
    """
  }

  private var timingSection: String {
    var rows = ""
    func row(_ name: String, _ kind: String, _ time: (p50: Double, p99: Double)) {
      let factor = decimal(1000 / subject.rate / time.p50, 0)
      rows += """
        <tr class="\(kind)"><th scope="row">\(name)</th><td>\(decimal(time.p50, 3))</td><td>\(decimal(time.p99, 3))</td>\
        <td>\(factor) ×</td></tr>
        """
    }
    for stage in TrackingStage.allCases {
      if let time = durations(of: stage) { row(stage.name, "stage", time) }
    }
    if let time = totalDurations { row("frame", "total", time) }
    let body =
      rows.isEmpty
      ? "<p class=\"note\">No frame was timed.</p>"
      : """
      <table><thead><tr><th scope="col">stage</th><th scope="col">p50 ms</th><th scope="col">p99 ms</th>\
      <th scope="col">real time</th></tr></thead><tbody>\(rows)</tbody></table>
      """
    return """
      <section><h2>Time per stage</h2><p class="note">One thread, frames with a pose. Real time: how many such streams the stage \
      alone could serve at the recording's rate.</p>\(body)</section>
      """
  }

  private var problemSection: String {
    let lines = subject.notices + problems
    guard !lines.isEmpty else {
      return "<section><h2>What was wrong with the recording</h2><p>Nothing was noticed.</p></section>"
    }
    let rest = problemCount - problems.count
    let more = rest > 0 ? "<li>and \(rest) more</li>" : ""
    let items = lines.map { "<li>\($0.htmlEscaped)</li>" }.joined()
    return
      "<section><h2>What was wrong with the recording</h2><ul class=\"problems\">\(items)\(more)</ul></section>"
  }

  private var footer: String {
    """
    <footer><p>Camera, unit and rate: \(subject.provenance.htmlEscaped). Points are in metres in the camera frame: x right in the \
    picture, y up, z away from the camera. Estimates of a network, not measurements: a hidden limb is a guess, and says so by its \
    confidence.</p><p>Method after Yang, Sun, Lyu, Sun (2026), doi:10.3389/fnbot.2026.1743288. \
    \((subject.weightsCredit ?? "").htmlEscaped)</p></footer>
    """
  }

  func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
