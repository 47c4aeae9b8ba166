import Foundation

extension LabelCurve {
  /// The key-points' error over the share of labels as an SVG picture: a line for each method through the means of its draws,
  /// with a bar from the best draw to the worst. Shares stand at equal distances; the scale of errors does not begin at 0.
  ///
  /// Throws ``TrainingError`` where no run has key-points.
  public func picture(title: String) throws(TrainingError) -> String {
    let known = rows.filter(\.hasPoints)
    guard let scale = Scale(known.flatMap { $0.points.map { $0.scores.meanError * 100 } }) else {
      throw TrainingError(
        .run, at: "label curve", expected: "runs that were measured by key-points", actual: "there is none")
    }
    let shares = Set(known.map(\.share)).sorted()
    let methods = known.reduce(into: [String]()) { if !$0.contains($1.method) { $0.append($1.method) } }
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400" font-family="sans-serif" font-size="13">"#,
      #"<rect width="800" height="400" fill="white"/>"#,
      #"<text x="60" y="24" font-size="15">\#(Self.escaped(title))</text>"#,
    ]
    for tick in scale.ticks {
      let y = text(scale.y(tick))
      lines.append(#"<path d="M60 \#(y)H520" stroke="lightgrey"/>"#)
      lines.append(
        #"<text x="52" y="\#(y)" dy="4" text-anchor="end">\#(String(format: "%.1f", tick))</text>"#)
    }
    lines.append(#"<text x="8" y="50">cm</text>"#)
    for (index, share) in shares.enumerated() {
      let x = text(Self.x(index, of: shares.count))
      lines.append(#"<text x="\#(x)" y="372" text-anchor="middle">\#(labelText(share))</text>"#)
    }
    lines.append(#"<text x="290" y="392" text-anchor="middle">labelled sequences</text>"#)
    for (number, method) in methods.enumerated() {
      // Beside one another, so that bars are told apart.
      let aside = (Double(number) - Double(methods.count - 1) / 2) * 7
      let own = shares.enumerated().compactMap { index, share in
        known.first { ($0.share, $0.method) == (share, method) }
          .map { (x: Self.x(index, of: shares.count) + aside, row: $0) }
      }
      lines += curve(own.map { ($0.x, $0.row.points.map { $0.scores.meanError * 100 }) }, number, scale)
      let y = 66 + 22 * number
      lines.append(#"<circle cx="536" cy="\#(y)" r="4.5" fill="\#(Self.colour(number))"/>"#)
      lines.append(#"<text x="546" y="\#(y)" dy="4">\#(Self.escaped(method))</text>"#)
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func curve(_ places: [(x: Double, errors: [Double])], _ number: Int, _ scale: Scale) -> [String] {
    let colour = Self.colour(number)
    let means = places.map { (x: $0.x, y: scale.y($0.errors.reduce(0, +) / Double($0.errors.count))) }
    let path = means.map { "\(text($0.x)),\(text($0.y))" }.joined(separator: " ")
    var lines = [#"<polyline fill="none" stroke="\#(colour)" stroke-width="2" points="\#(path)"/>"#]
    for (place, mean) in zip(places, means) {
      let ends = [place.errors.min() ?? 0, place.errors.max() ?? 0].map { text(scale.y($0)) }
      lines.append(
        #"<path d="M\#(text(place.x)) \#(ends[0])V\#(ends[1])" stroke="\#(colour)" stroke-width="2"/>"#)
      lines.append(#"<circle cx="\#(text(mean.x))" cy="\#(text(mean.y))" r="4.5" fill="\#(colour)"/>"#)
    }
    return lines
  }

  /// From centimetres to the picture.
  private struct Scale {
    let ticks: [Double]

    /// Ticks at 0.1, 0.2, 0.5, 1, 2 ... cm, at most eight; nil without errors.
    init?(_ errors: [Double]) {
      guard let least = errors.min(), let most = errors.max(), least.isFinite, most.isFinite else {
        return nil
      }
      var step = 0.1
      for factor in [2, 2.5, 2, 2, 2.5, 2, 2, 2.5, 2] where (most - least) / step > 6 { step *= factor }
      let (first, last) = ((least / step + 1e-3).rounded(.down), (most / step - 1e-3).rounded(.up))
      ticks = stride(from: first, through: max(last, first + 1), by: 1).map { $0 * step }
    }

    func y(_ error: Double) -> Double {
      let (least, most) = (ticks[0], ticks[ticks.count - 1])
      return 350 - 300 * (error - least) / (most - least)
    }
  }

  private static func x(_ index: Int, of count: Int) -> Double {
    count == 1 ? 290 : 100 + 380 * Double(index) / Double(count - 1)
  }

  /// Okabe and Ito's colours, which people who see few colours tell apart.
  private static func colour(_ number: Int) -> String {
    let all = ["#000000", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#e69f00"]
    return all[number % all.count]
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
