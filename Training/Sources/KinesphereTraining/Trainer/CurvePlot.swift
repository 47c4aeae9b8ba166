import Foundation

/// The errors of a run over its epochs as an SVG picture: MAE and RMSE of training and validation, centimetres.
struct CurvePlot {
  private let curves: [(name: String, colour: String, values: [Double])]

  init(_ records: [EpochRecord]) {
    curves = [
      ("training RMSE", "#9ecae1", records.map { $0.training.rmse * 100 }),
      ("validation RMSE", "#3182bd", records.map { $0.validation.rmse * 100 }),
      ("training MAE", "#fdae6b", records.map { $0.training.mae * 100 }),
      ("validation MAE", "#e6550d", records.map { $0.validation.mae * 100 }),
    ]
  }

  private let width = 720.0, height = 400.0, left = 50.0, bottom = 40.0

  var svg: String {
    let top = max(curves.flatMap(\.values).max() ?? 1, 0.1)
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" font-family="sans-serif" font-size="12">"#,
      #"<rect width="720" height="400" fill="white"/>"#,
    ]
    for tick in 0...4 {
      let value = top * Double(tick) / 4
      let y = place(value, top)
      lines.append(#"<path d="M\#(left) \#(text(y))H\#(width)" stroke="lightgrey"/>"#)
      lines.append(#"<text x="4" y="\#(text(y + 4))">\#(text(value)) cm</text>"#)
    }
    for (index, curve) in curves.enumerated() {
      let points = curve.values.enumerated().map {
        "\(text(across($0.offset))),\(text(place($0.element, top)))"
      }
      lines.append(
        #"<polyline fill="none" stroke="\#(curve.colour)" stroke-width="2" points="\#(points.joined(separator: " "))"/>"#
      )
      lines.append(#"<text x="560" y="\#(20 + 16 * index)" fill="\#(curve.colour)">\#(curve.name)</text>"#)
    }
    lines.append(#"<text x="\#(left)" y="395">epochs 1 to \#(curves[0].values.count)</text></svg>"#)
    return lines.joined(separator: "\n") + "\n"
  }

  private func across(_ index: Int) -> Double {
    let last = max(1, curves[0].values.count - 1)
    return left + (width - left - 10) * Double(index) / Double(last)
  }

  private func place(_ value: Double, _ top: Double) -> Double {
    height - bottom - (height - bottom - 10) * value / top
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
