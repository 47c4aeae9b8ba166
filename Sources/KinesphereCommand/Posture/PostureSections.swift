import Foundation
import KinesphereEvaluation
import KinesphereMovement

/// A review's tables on its page: joint by joint, beat by beat, phrase by phrase.
struct PostureSections {
  private let review: PostureReview
  /// A page with more columns is no help; the JSON holds all.
  private static let mostBeats = 200

  init(_ review: PostureReview) { self.review = review }

  var html: String { joints + map("Per beat", review.perBeat) + map("Per phrase", review.perPhrase) }

  private static func name(_ angle: PostureAngle) -> String { angle.name.replacing("_", with: " ") }

  private var joints: String {
    let rows = review.joints.map { joint in
      let numbers =
        "<td>\(joint.judged)</td><td>\(joint.told)</td>"
        + String(format: "<td>%.1f°</td><td>%+.1f°</td>", joint.mean, joint.worst)
      return
        "<tr><th scope=\"row\">\(Self.name(joint.angle))</th>\(numbers)<td>\(PostureWords.clock(joint.worstTime))</td></tr>"
    }
    return """
      <section><h2>Per joint</h2><p class="note">Deviation beyond the range in degrees, + above and − below; inside counts as 0.</p>
      <div class="scroll"><table><thead><tr><th scope="col">joint</th><th scope="col">judged</th><th scope="col">told</th>\
      <th scope="col">mean</th><th scope="col">worst</th><th scope="col">when</th></tr></thead>\
      <tbody>\(rows.joined())</tbody></table></div></section>
      """
  }

  /// Joints down, beats or phrases across, the worst deviation in each cell.
  private func map(_ title: String, _ spans: [PostureSpan]) -> String {
    guard spans.count > 1 else { return "" }
    let shown = spans.prefix(Self.mostBeats)
    let angles = PostureAngle.all.filter { angle in
      shown.contains { $0.joints.contains { $0.angle == angle && abs($0.worst) >= 0.05 } }
    }
    guard !angles.isEmpty else { return "" }
    let head = shown.map { span in
      let number = title == "Per phrase" ? span.index + 1 : span.index
      return "<th scope=\"col\" title=\"\(PostureWords.clock(span.start))\">\(number)</th>"
    }
    let rows = angles.map { angle in
      let cells = shown.map { span -> String in
        guard let joint = span.joints.first(where: { $0.angle == angle }) else {
          return "<td class=\"none\"></td>"
        }
        let amount = Int(abs(joint.worst).rounded())
        let colour = amount == 0 ? "hsl(140 35% 70%)" : PostureFigure.colour(joint.worst)
        return
          "<td style=\"background:\(colour)\">\(amount == 0 ? "" : String(format: "%+.0f", joint.worst))</td>"
      }
      return "<tr><th scope=\"row\">\(Self.name(angle))</th>\(cells.joined())</tr>"
    }
    let rest = spans.count - shown.count
    return """
      <section><h2>\(title)</h2><p class="note">The worst deviation of each joint, degrees; grey: not judged.\
      \(rest > 0 ? " \(rest) more in the JSON." : "")</p><div class="scroll"><table class="map"><thead><tr><th></th>\(head.joined())</tr></thead>\
      <tbody>\(rows.joined())</tbody></table></div></section>
      """
  }
}
