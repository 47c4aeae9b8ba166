import Foundation

/// Acclaim's motion file: for each frame the turns of each bone of a skeleton that an ASF file holds.
///
/// A bone of axis frame C turns its end by C M C^-1 after its parents, M its turns, the first innermost. Points are the root and
/// the *ends* of the bones, as CMU's are named: `lfemur` is the left knee. Metres, y up, right-handed.
struct AMCMotion {
  private let path: String
  private let text: String
  private let skeleton: ASFSkeleton
  private let rate: Double

  /// `skeleton` is the ASF file; nil looks beside the motion for one of its name, of the name before its underscore (`05.asf`
  /// for `05_02.amc`), or the only one. AMC names no rate: CMU's is 120 Hz.
  init(_ file: InputFile, skeleton: String?, rate: Double) throws(RecordingError) {
    path = file.path
    text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
    guard let place = skeleton ?? Self.skeleton(beside: file.path) else {
      throw RecordingError(
        .unstated, file: file.path, expected: "its skeleton, an .asf file, beside it or by --skeleton",
        actual: "there is none")
    }
    self.skeleton = try ASFSkeleton(path: place)
    self.rate = rate
  }

  /// True where a text is an AMC's: a comment or `:FULLY-SPECIFIED` first.
  static func recognises(_ text: Substring) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      let word = line.trimmingCharacters(in: .whitespaces).uppercased()
      return word == ":FULLY-SPECIFIED" || word == ":FULLY_SPECIFIED"
    }
  }

  private static func skeleton(beside path: String) -> String? {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    let stem = InputFile.stem(path)
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0.lowercased().hasSuffix(".asf") }.sorted()
    let wanted = [stem, stem.split(separator: "_").first.map(String.init) ?? stem].map {
      $0.lowercased() + ".asf"
    }
    let name = wanted.lazy.compactMap { want in names.first { $0.lowercased() == want } }.first
    return (name ?? (names.count == 1 ? names[0] : nil)).map { folder.appendingPathComponent($0).path }
  }

  func points() throws(RecordingError) -> PointSequence {
    let bones = skeleton.bones
    var byName: [Substring: Int] = [:]
    for (index, bone) in bones.enumerated() { byName[Substring(bone.name)] = index }
    var turns = [Rotation](repeating: .identity, count: bones.count)
    var (root, rootTurn) = (SIMD3<Float>.zero, Rotation.identity)
    var values: [Float] = []
    var frames = 0
    var hasRoot = false
    // Bones with numbers in the first frame, and in this one.
    var (most, bonesHere) = (0, 0)
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let word = words.first, !word.hasPrefix("#"), !word.hasPrefix(":") else { continue }
      if words.count == 1, Int(word) != nil {
        if frames > 0 { append(root, rootTurn, turns, to: &values) }
        guard hasRoot || frames == 0 else {
          throw invalid("the root in each frame", "frame \(frames) has none")
        }
        if frames == 1 { most = bonesHere }
        (hasRoot, bonesHere) = (false, 0)
        frames += 1
        continue
      }
      guard frames > 0 else { throw invalid("a frame's number first", "line \(number + 1) is none") }
      let numbers = words.dropFirst().compactMap { Float($0) }
      guard numbers.count == words.count - 1, numbers.allSatisfy({ $0.isFinite && $0.magnitude < 1e6 }) else {
        throw invalid("numbers after \(word.prefix(30))", "line \(number + 1) has others")
      }
      if word == "root" {
        guard numbers.count == skeleton.rootOrder.count else {
          throw invalid(
            "\(skeleton.rootOrder.count) numbers of the root", "line \(number + 1) has \(numbers.count)")
        }
        hasRoot = true
        rootTurn = .identity
        for (channel, value) in zip(skeleton.rootOrder, numbers) {
          if channel < 3 {
            root[channel] = value * skeleton.metres
          } else {
            rootTurn = turn(channel - 3, value) * rootTurn
          }
        }
      } else {
        guard let index = byName[word], numbers.count == bones[index].turns.count else {
          throw invalid(
            "a bone of the skeleton with its numbers", "line \(number + 1) has \"\(word.prefix(30))\"")
        }
        bonesHere += 1
        turns[index] = .identity
        for (axis, value) in zip(bones[index].turns, numbers) where axis >= 0 {
          turns[index] = turn(axis, value) * turns[index]
        }
      }
    }
    guard frames > 0 else { throw invalid("frames", "there is none") }
    let isCut = frames > 1 && (!hasRoot || bonesHere < most)
    if isCut { frames -= 1 } else { append(root, rootTurn, turns, to: &values) }
    var points = PointSequence(
      names: ["root"] + bones.map(\.name), dimensions: 3, rate: rate,
      times: (0..<frames).map { Double($0) / rate }, values: values)
    points.up = SIMD3(0, 1, 0)
    if isCut {
      points.notices.append(
        "the file is cut: frame \(frames + 1) has \(bonesHere) of \(most) bones, the \(frames) before are whole"
      )
    }
    return points
  }

  private func turn(_ axis: Int, _ value: Float) -> Rotation {
    var direction = SIMD3<Float>.zero
    direction[axis] = 1
    return Rotation(about: direction, by: value * skeleton.angle)
  }

  /// All places of a frame.
  private func append(
    _ root: SIMD3<Float>, _ rootTurn: Rotation, _ turns: [Rotation], to values: inout [Float]
  ) {
    var (places, frames): ([SIMD3<Float>], [Rotation]) = ([], [])
    values += [root.x, root.y, root.z]
    for (index, bone) in skeleton.bones.enumerated() {
      let parent = bone.parent.map { frames[$0] } ?? rootTurn
      let frame = parent * (bone.axis * turns[index] * bone.axis.inverse)
      let end = (bone.parent.map { places[$0] } ?? root) + frame.applied(to: bone.offset)
      places.append(end)
      frames.append(frame)
      values += [end.x, end.y, end.z]
    }
  }

  private func invalid(_ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.invalid, file: path, expected: expected, actual: actual)
  }
}
