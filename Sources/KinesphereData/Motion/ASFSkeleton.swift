import Foundation

/// Acclaim's skeleton file: a tree of bones with directions, lengths and the axes that an AMC file turns them about.
struct ASFSkeleton {
  struct Bone {
    let name: String
    /// Place among the bones; nil for a child of the root.
    var parent: Int?
    /// From its start to its end at rest, metres.
    var offset = SIMD3<Float>.zero
    /// The frame that its turns are about.
    var axis = Rotation.identity
    /// Axes 0 to 2 of its turns, in the order of an AMC's numbers; others, such as lengths, are -1.
    var turns: [Int] = []
  }

  private(set) var bones: [Bone] = []
  /// The root's numbers in an AMC: 0 to 2 places, 3 to 5 turns.
  private(set) var rootOrder: [Int] = []
  /// Metres a unit.
  private(set) var metres: Float = 1
  /// Radians a unit of angle.
  private(set) var angle: Float = .pi / 180

  private static let mostBones = 500
  private let path: String

  /// Reads a file of at most a megabyte.
  init(path: String) throws(RecordingError) {
    self.path = path
    let file = try InputFile(path)
    guard file.size <= 1 << 20 else {
      throw invalid("a skeleton of at most 1 MB", "it holds \(file.size) bytes")
    }
    let text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace) }
      .filter { !($0.first?.hasPrefix("#") ?? true) }
    var section = ""
    var drafts: [String: (length: Float, direction: SIMD3<Float>, bone: Bone)] = [:]
    var current = ""
    for words in lines {
      let word = words[0].lowercased()
      if word.hasPrefix(":") {
        section = word
        continue
      }
      switch (section, word) {
      case (":units", "length"): metres = 0.0254 / (try numbers(words, 1)[0])
      case (":units", "angle"): angle = words.last?.lowercased() == "rad" ? 1 : .pi / 180
      case (":root", "order"):
        rootOrder = try words.dropFirst().map { word throws(RecordingError) in try channel(word) }
      case (":bonedata", "name"):
        current = words.count > 1 ? String(words[1]) : ""
        guard drafts.count < Self.mostBones, drafts[current] == nil, !current.isEmpty else {
          throw invalid("up to 500 bones of different names", "\"\(current.prefix(30))\" is one too many")
        }
        drafts[current] = (0, .zero, Bone(name: current))
      case (":bonedata", "length"): drafts[current]?.length = try numbers(words, 1)[0]
      case (":bonedata", "direction"):
        let three = try numbers(words, 3)
        drafts[current]?.direction = SIMD3(three[0], three[1], three[2])
      case (":bonedata", "axis"): drafts[current]?.bone.axis = try axis(words)
      case (":bonedata", "dof"):
        drafts[current]?.bone.turns = words.dropFirst().map {
          Self.channels.firstIndex(of: $0.lowercased()).map { $0 - 3 } ?? -1
        }
      case (":root", "axis"), (":root", "position"), (":root", "orientation"): continue
      case (":hierarchy", "begin"), (":hierarchy", "end"): continue
      case (":hierarchy", _): try hang(words, drafts)
      default: continue
      }
    }
    guard metres.isFinite, metres > 0, metres < 100, !rootOrder.isEmpty, !bones.isEmpty else {
      throw invalid("units, a root's order and a hierarchy of bones", "it lacks one")
    }
  }

  private static let channels = ["tx", "ty", "tz", "rx", "ry", "rz"]

  /// A line of the hierarchy: a bone and those that hang on its end.
  private mutating func hang(
    _ words: [Substring], _ drafts: [String: (length: Float, direction: SIMD3<Float>, bone: Bone)]
  ) throws(RecordingError) {
    let parent = bones.firstIndex { $0.name == words[0] }
    guard parent != nil || words[0] == "root" else {
      throw invalid("a hierarchy from the root down", "\"\(words[0].prefix(30))\" hangs on nothing")
    }
    for word in words.dropFirst() {
      guard let draft = drafts[String(word)], !bones.contains(where: { $0.name == word }) else {
        throw invalid("each bone once in the hierarchy", "\"\(word.prefix(30))\" is unknown or there twice")
      }
      var bone = draft.bone
      bone.parent = parent
      bone.offset = draft.direction.normalised * draft.length * metres
      bones.append(bone)
    }
  }

  private func channel(_ word: Substring) throws(RecordingError) -> Int {
    guard let index = Self.channels.firstIndex(of: word.lowercased()) else {
      throw invalid("a root's order of TX to RZ", "it reads \"\(word.prefix(30))\"")
    }
    return index
  }

  /// `axis 0 0 20 XYZ`: turns in degrees, the first letter's innermost.
  private func axis(_ words: [Substring]) throws(RecordingError) -> Rotation {
    let turns = try numbers(words, 3)
    let letters = words.count > 4 ? Array(words[4].uppercased()) : ["X", "Y", "Z"]
    var result = Rotation.identity
    for letter in letters.prefix(3) {
      guard let index = ["X", "Y", "Z"].firstIndex(of: letter) else {
        throw invalid("an axis' order of X, Y and Z", "it reads \"\(String(letters).prefix(30))\"")
      }
      var direction = SIMD3<Float>.zero
      direction[index] = 1
      result = Rotation(about: direction, by: turns[index] * angle) * result
    }
    return result
  }

  private func numbers(_ words: [Substring], _ count: Int) throws(RecordingError) -> [Float] {
    let values = words.dropFirst().prefix(count).compactMap { Float($0) }
    guard values.count == count, values.allSatisfy({ $0.isFinite && $0.magnitude < 1e6 }) else {
      throw invalid("\(count) numbers after \(words[0].prefix(30))", "there are others")
    }
    return values
  }

  private func invalid(_ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.invalid, file: path, expected: expected, actual: actual)
  }
}
