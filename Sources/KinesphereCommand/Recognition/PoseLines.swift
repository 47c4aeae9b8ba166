import Foundation
import Kinesphere
import KinesphereData

/// Finds actions in the lines of `track -` on standard input, and tells each as soon as it is over.
struct PoseLines {
  let model: ActionModel
  let isJSON: Bool
  /// What the model is called, for messages.
  let source: String

  /// A line of docs/poses.schema.json, as far as it is needed.
  private struct Line: Decodable {
    struct Dancer: Decodable {
      let points: [[Float?]]
    }
    let time: Double
    let dancers: [Dancer]
  }

  func run() throws {
    guard var spotter = ActionSpotter(model) else {
      throw RecordingError(
        .unstated, file: source, expected: "a model that finds actions in a stream",
        actual: "it names whole recordings alone")
    }
    let decoder = JSONDecoder()
    var (number, last) = (0, -Double.infinity)
    while !Interruption.isWaiting, let text = readLine() {
      number += 1
      guard !text.isEmpty else { continue }
      guard let line = try? decoder.decode(Line.self, from: Data(text.utf8)) else {
        throw RecordingError(
          .invalid, file: "standard input", expected: "a line of `kinesphere track -`",
          actual: "line \(number) is none")
      }
      guard let pose = try pose(line, number) else { continue }
      try TakeTimes.check(line.time, after: last, file: "standard input")
      last = line.time
      if let action = spotter.add(pose, at: line.time) { try tell(action) }
    }
    if let action = spotter.finish() { try tell(action) }
    if number == 0 {
      throw RecordingError(
        .truncated, file: "standard input", expected: "lines of `kinesphere track -`", actual: "it is empty")
    }
  }

  private func pose(_ line: Line, _ number: Int) throws -> Pose? {
    guard let dancer = line.dancers.first else { return nil }
    guard dancer.points.count == KeyPoint.count, dancer.points.allSatisfy({ $0.count == 3 }) else {
      throw RecordingError(
        .invalid, file: "standard input", expected: "\(KeyPoint.count) points of three numbers",
        actual: "line \(number) has others")
    }
    return Pose(points: dancer.points.map { SIMD3($0[0] ?? .nan, $0[1] ?? .nan, $0[2] ?? .nan) })
  }

  private func tell(_ action: ActionSpotter.Found) throws {
    let found = ActionsFound.Found(action, names: model.configuration.actions)
    guard isJSON else { return try StandardOutput.write(found.line) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try StandardOutput.write(String(decoding: try encoder.encode(found), as: UTF8.self))
  }
}
