import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// A folder that has a folder of recordings for each action.
struct ActionFolder {
  let path: String
  /// Folders with a recording in them, by name.
  private var actions: [(name: String, files: [String])] = []

  /// Throws where there are not two actions.
  init(_ path: String) throws {
    self.path = path
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: path) else {
      throw RecordingError(
        .unreadable, file: path, expected: "a folder of folders", actual: "it cannot be read")
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      guard let files = try? manager.contentsOfDirectory(atPath: "\(path)/\(name)"), !name.hasSuffix(".take")
      else { continue }
      let shown = files.filter { !$0.hasPrefix(".") }.sorted()
      if !shown.isEmpty { actions.append((name, shown)) }
    }
    guard actions.count > 1 else {
      throw RecordingError(
        .invalid, file: path, expected: "two folders of recordings or more, one for each action",
        actual: "there \(actions.count == 1 ? "is one" : "are none")")
    }
  }

  /// Tracks everything; a recording that cannot be read ends it, so that nothing is left out unseen.
  func sequences(
    network: PoseNetwork, options: RecordingOptions
  ) throws -> (names: [String], sequences: [PoseSequence]) {
    var people: [String: Int] = [:]
    var sequences: [PoseSequence] = []
    let count = actions.reduce(0) { $0 + $1.files.count }
    var progress = ProgressLine("tracking", total: count, unit: "recordings")
    defer { progress.end() }
    for (place, action) in actions.enumerated() {
      for file in action.files {
        try Interruption.check()
        progress.show(sequences.count)
        let person = Self.person(file)
        let number = people[person] ?? people.count
        people[person] = number
        let recording = "\(path)/\(action.name)/\(file)"
        let sequence = try PoseSequence(
          tracking: recording, options: options, network: network, action: place, person: number)
        guard sequence.poses.count >= 8 else {
          throw RecordingError(
            .truncated, file: recording, expected: "eight frames with a dancer or more",
            actual: "there are \(sequence.poses.count)")
        }
        sequences.append(sequence)
      }
    }
    return (actions.map(\.name), sequences)
  }

  /// Who performs, by the file's name.
  private static func person(_ file: String) -> String {
    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    if let name = SequenceName(stem) { return "subject \(name.subject)" }
    return stem.split(separator: "_").first.map(String.init) ?? stem
  }
}
