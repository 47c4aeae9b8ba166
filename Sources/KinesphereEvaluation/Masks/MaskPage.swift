import Foundation

/// The page on which a person judges a background or a detection: film, numbers, contact sheet; one file, no network.
public struct MaskPage: Sendable {
  /// What was read.
  public var title: String
  /// One line: format, length, size.
  public var subtitle: String
  /// What was measured, the number and its meaning.
  public var tiles: [(value: String, label: String)]
  /// What a reader must know before all else, such as what cannot be told from this recording; empty where nothing.
  public var notice: String
  /// What was noticed, a line each.
  public var notes: [String]
  public var film: MaskFilm
  /// Curves over time and their samples; none where nothing is measured.
  public var curves: [CurveDescription]
  public var samples: Samples

  /// The curves' values over time, thinned.
  public struct Samples: Sendable {
    var kept = Thinned<TrackingReport.Sample>(capacity: TrackingReport.sampleCapacity)

    public init() {}

    /// Adds the values of one frame, NaN where there are none.
    public mutating func add(time: Double, values: [Float]) {
      kept.offer { TrackingReport.Sample(time: time, status: .ok, values: values) }
    }
  }

  public init(
    title: String, subtitle: String, tiles: [(value: String, label: String)] = [], notice: String = "",
    notes: [String] = [], film: MaskFilm, curves: [CurveDescription] = [], samples: Samples = Samples()
  ) {
    self.title = title
    self.subtitle = subtitle
    self.tiles = tiles
    self.notice = notice
    self.notes = notes
    self.film = film
    self.curves = curves
    self.samples = samples
  }

  /// The page's HTML.
  public func html() -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.htmlEscaped) · Kinesphere</title>
    <style>\(ReportStyle.css)
    .film img{display:block;width:min(100%,640px);image-rendering:auto;border-radius:8px;background:#0d1016}
    .sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(240px,100%),1fr));gap:12px}
    .sheet figure{margin:0}.sheet img{display:block;width:100%;border-radius:6px;background:#0d1016}
    .notice{border-left:4px solid var(--right)}</style></head><body>
    <header><p class="brand">Kinesphere</p><h1>\(title.htmlEscaped)</h1>
    <p class="sub">\(subtitle.htmlEscaped)</p></header>
    <main>
    <ul class="tiles">\(tileItems)</ul>
    \(notice.isEmpty ? "" : "<section class=\"notice\"><strong>\(notice.htmlEscaped)</strong></section>")
    \(filmSection)
    \(curveSection)
    <section><h2>Contact sheet</h2><div class="sheet">\(film.sheet())</div></section>
    \(noteSection)
    </main></body></html>

    """
  }

  private var tileItems: String {
    tiles.map { "<li><strong>\($0.value.htmlEscaped)</strong><span>\($0.label.htmlEscaped)</span></li>" }
      .joined()
  }

  private var filmSection: String {
    guard let film = film.film() else { return "" }
    return """
      <section class="film"><h2>Film</h2>
      <img alt="the masks over the recording, as a film" src="data:image/apng;base64,\(Data(film).base64EncodedString())"></section>
      """
  }

  private var curveSection: String {
    guard !curves.isEmpty, let last = samples.kept.elements.last else { return "" }
    let plots = curves.map { CurvePlot(description: $0, samples: samples.kept.elements, end: last.time).html }
    return "<section><h2>Movement</h2><div class=\"plots\">\(plots.joined())</div></section>"
  }

  private var noteSection: String {
    guard !notes.isEmpty else { return "" }
    let items = notes.map { "<li>\($0.htmlEscaped)</li>" }.joined()
    return "<section><h2>Noticed</h2><ul class=\"problems\">\(items)</ul></section>"
  }
}
