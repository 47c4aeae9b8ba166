import Foundation

/// A named set of targets, as a teacher edits it: `docs/targets.schema.json`.
public struct PostureTargets: Codable, Sendable, Equatable {
  public var format = "kinesphere-targets"
  public var version = 1
  /// Of every angle in the file.
  public var unit = "degree"
  public var targets: [PostureTarget]

  /// More are no set that somebody wrote.
  static let most = 200
  /// A file of targets holds at most so many bytes.
  static let mostBytes = 1 << 20

  public init(_ targets: [PostureTarget]) { self.targets = targets }

  private enum Keys: String, CodingKey, CaseIterable {
    case format, version, unit, targets
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(beyond: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    format = try container.decode(String.self, forKey: .format)
    version = try container.decode(Int.self, forKey: .version)
    guard format == "kinesphere-targets", version == 1 else {
      throw decoder.refuse(
        expected: "kinesphere-targets, version 1", actual: "it says \(format), version \(version)")
    }
    unit = try container.decode(String.self, forKey: .unit)
    guard unit == "degree" else {
      throw decoder.refuse(expected: "angles in \"degree\"", actual: "the unit is \"\(unit)\"")
    }
    targets = try container.decode([PostureTarget].self, forKey: .targets)
  }

  /// Reads and checks a file.
  public static func load(_ path: String) throws(PostureError) -> PostureTargets {
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: mostBytes + 1) ?? Data()
    else { throw PostureError(file: path, expected: "a file that can be read", actual: "there is none") }
    guard data.count <= mostBytes else {
      throw PostureError(file: path, expected: "at most \(mostBytes) bytes", actual: "it is longer")
    }
    do {
      let targets = try JSONDecoder().decode(PostureTargets.self, from: data)
      try targets.check(path)
      return targets
    } catch let error as PostureError {
      throw error
    } catch {
      throw PostureError(file: path, error)
    }
  }

  /// As a file, to edit; the same targets give the same text.
  public func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Those of the given names, in the set's order.
  public func only(_ names: [String], file: String) throws(PostureError) -> PostureTargets {
    for name in names where !targets.contains(where: { $0.name == name }) {
      let all = targets.map(\.name).joined(separator: ", ")
      throw PostureError(file: file, expected: "a target among \(all)", actual: "\"\(name)\" was asked for")
    }
    return PostureTargets(targets.filter { names.contains($0.name) })
  }
}
