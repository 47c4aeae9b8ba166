import Foundation

/// What a `.npy` or `.npz` holds, and which of it is depth, video or times.
struct ArrayContent {
  let file: InputFile
  private let directory: ZipDirectory?

  /// Whether it is an `.npz`.
  var isArchive: Bool { directory != nil }

  init(path: String) throws(RecordingError) {
    file = try InputFile(path)
    directory = try ZipDirectory.recognises(file) ? try ZipDirectory(file) : nil
  }

  /// Whether the first bytes are an array's, or a zip's with one in it.
  static func recognises(_ file: InputFile) throws(RecordingError) -> Bool {
    if try file.bytes(at: 0, count: 6) == NPYHeader.magic { return true }
    return try ZipDirectory.recognises(file)
  }

  /// The array of depth.
  func depth() throws(RecordingError) -> ArraySource {
    let found = try array(named: "depth") { shape, number in
      shape.count == 3 && number != ArrayNumber(.unsigned, size: 1)
    }
    guard found.header.number != ArrayNumber(.unsigned, size: 1) else {
      throw RecordingError(
        .invalid, file: file.path, expected: "depth as numbers of at least two bytes",
        actual: "\(found.name) holds bytes: that is gray or colour video")
    }
    return found
  }

  /// The array of gray or colour pictures.
  func video() throws(RecordingError) -> ArraySource {
    let found = try array(named: "video") { shape, number in
      (3...4).contains(shape.count) && number == ArrayNumber(.unsigned, size: 1)
    }
    guard found.header.number.kind == .unsigned, found.header.number.size == 1 else {
      throw RecordingError(
        .invalid, file: file.path, expected: "video as bytes (|u1)",
        actual: "\(found.name) holds wider numbers")
    }
    return found
  }

  /// Whether it holds pictures of bytes and no depth.
  func isVideo() throws(RecordingError) -> Bool {
    guard directory != nil else {
      return try ArraySource(file).header.number == ArrayNumber(.unsigned, size: 1)
    }
    if member("depth") != nil { return false }
    if member("video") != nil { return true }
    return try headers().contains { (3...4).contains($0.shape.count) && $0.number.size == 1 }
  }

  /// One time a frame, from 0 on; nil where there are none. They must be numbers that do not fall.
  func times(count: Int) throws(RecordingError) -> [Double]? {
    guard let member = member("times") else { return nil }
    let source = try source(member)
    let seconds = try source.header.shape == [count] ? source.numbers(limit: count) : nil
    guard let seconds else {
      throw RecordingError(
        .invalid, file: file.path, expected: "times [\(count)], one a frame",
        actual: "it is \(source.header.shapeText)")
    }
    return try FrameTimes.checked(seconds, file: file.path)
  }

  /// What `kinesphere convert` wrote; nil where it did not.
  func description() throws(RecordingError) -> TakeDescription? {
    guard let member = member("description"), member.size < 16_000_000 else { return nil }
    let source = try source(member)
    guard source.header.number.size == 1 else { return nil }
    var bytes = [UInt8](repeating: 0, count: source.header.byteCount)
    try source.read(into: &bytes)
    try source.finish()
    return try TakeDescription(json: bytes, file: file.path)
  }

  private func member(_ name: String) -> ZipDirectory.Entry? {
    directory?.entries.first { $0.name == name + ".npy" || $0.name == name }
  }

  private func source(_ entry: ZipDirectory.Entry) throws(RecordingError) -> ArraySource {
    guard let directory else { return try ArraySource(file) }
    return try ArraySource(entry, of: directory, in: file)
  }

  /// At most 64 of them: each costs a read.
  private func headers() throws(RecordingError) -> [NPYHeader] {
    var headers: [NPYHeader] = []
    for entry in (directory?.entries ?? []).prefix(64) where entry.name.hasSuffix(".npy") {
      headers.append(try source(entry).header)
    }
    return headers
  }

  private func array(
    named name: String, _ suits: ([Int], ArrayNumber) -> Bool
  ) throws(RecordingError) -> ArraySource {
    guard let directory else { return try ArraySource(file) }
    if let member = member(name) { return try source(member) }
    var found: [ArraySource] = []
    var others: [String] = []
    for entry in directory.entries.prefix(64) where entry.name.hasSuffix(".npy") {
      let source = try ArraySource(entry, of: directory, in: file)
      if suits(source.header.shape, source.header.number) { found.append(source) }
      others.append("\(entry.name.dropLast(4)) \(source.header.shapeText)")
    }
    guard found.count == 1 else {
      throw RecordingError(
        .unknownFormat, file: file.path, expected: "an array \(name) [frames, height, width]",
        actual: others.isEmpty ? "there is no array" : "there is \(others.joined(separator: ", "))")
    }
    return found[0]
  }
}
