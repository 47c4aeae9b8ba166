import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Reviews the lines of `track -` on standard input, and tells each deviation when its position is over.
struct PostureLines {
  let targets: PostureTargets
  let view: PostureView
  let rhythm: Rhythm?
  let isJSON: Bool

  /// A line of docs/poses.schema.json, as far as it is needed.
  private struct Line: Decodable {
    struct Dancer: Decodable {
      let points: [[Float?]]
      let confidence: [Float]
    }
    let time: Double
    let dancers: [Dancer]
  }

  private static let source = "standard input"

  func run() throws {
    var reviewer = PostureReviewer(targets, view: view, beats: rhythm?.beats)
    var actions = try PostureActions.spotter(for: targets)
    var told = PostureTelling(targets: targets, rhythm: rhythm, isJSON: isJSON)
    let decoder = JSONDecoder()
    var (number, last) = (0, -Double.infinity)
    while !Interruption.isWaiting, let text = readLine() {
      number += 1
      guard !text.isEmpty else { continue }
      guard let line = try? decoder.decode(Line.self, from: Data(text.utf8)) else {
        throw wrong("a line of `kinesphere track -`", "line \(number) is none")
      }
      guard let pose = try pose(line, number) else { continue }
      try TakeTimes.check(line.time, after: last, file: Self.source)
      last = line.time
      reviewer.add(pose, at: line.time)
      if let found = actions?.spotter.add(pose, at: line.time), let names = actions?.names {
        reviewer.actionEnded(names[found.action], from: found.start, to: found.end)
      }
      try told.tell(reviewer.judgements)
    }
    if number == 0 { throw wrong("lines of `kinesphere track -`", "it is empty") }
    reviewer.finish()
    if let found = actions?.spotter.finish(), let names = actions?.names {
      reviewer.actionEnded(names[found.action], from: found.start, to: found.end)
    }
    try told.tell(reviewer.judgements)
    if !isJSON { try StandardOutput.write(told.summary) }
  }

  private func pose(_ line: Line, _ number: Int) throws -> Pose? {
    guard let dancer = line.dancers.first else { return nil }
    guard dancer.points.count == KeyPoint.count, dancer.points.allSatisfy({ $0.count == 3 }),
      dancer.confidence.count == KeyPoint.count
    else { throw wrong("\(KeyPoint.count) points of three numbers", "line \(number) has others") }
    var pose = Pose(points: dancer.points.map { SIMD3($0[0] ?? .nan, $0[1] ?? .nan, $0[2] ?? .nan) })
    for index in 0..<KeyPoint.count { pose.confidence[index] = dancer.confidence[index] }
    return pose
  }

  private func wrong(_ expected: String, _ actual: String) -> PostureError {
    PostureError(file: Self.source, expected: expected, actual: actual)
  }
}
