import Foundation
import KinesphereData

/// `actions.json` beside a take's poses: what `kinesphere recognise --json` said (docs/actions.schema.json).
enum ActionsFile {
  private struct Content: Decodable {
    struct Found: Decodable {
      let action: String
      let start, end, score: Double
    }
    let action: String?
    let score: Double?
    let found: [Found]?
  }

  /// Most actions of a take, and bytes of a file, that are taken.
  private static let most = 5_000
  private static let largest = 8 << 20

  /// The actions; one over the whole take where the whole was named. Nothing where the file says none or is none.
  static func read(_ folder: StudioFolder, name: String, take: Int64, duration: Double) -> [TakeAction] {
    guard let path = folder.existing("actions.json", in: folder.trackedPath(name)),
      let data = FileManager.default.contents(atPath: path), data.count <= largest,
      let content = try? JSONDecoder().decode(Content.self, from: data)
    else { return [] }
    if let found = content.found {
      return found.prefix(most).map {
        TakeAction(take: take, name: $0.action, start: $0.start, end: $0.end, score: $0.score)
      }
    }
    guard let action = content.action else { return [] }
    return [TakeAction(take: take, name: action, start: 0, end: duration, score: content.score ?? 0)]
  }
}
