import Foundation

/// What ffprobe says of a file: its video tracks.
struct FFmpegProbe: Sendable, Equatable {
  /// One video track.
  struct Track: Sendable, Equatable {
    /// Its place among all tracks of the file.
    let index: Int
    let codec: String
    let pixelFormat: String
    let width, height: Int
    /// Frames per second; nil where the file does not say.
    let rate: Double?
    /// Whether every frame takes the same time, as far as the file says.
    let isSteady: Bool
    let frameCount: Int?
    let title: String

    /// Whether it can be depth: 16-bit gray.
    var isDepth: Bool { ["gray16le", "gray16be"].contains(pixelFormat) }
  }

  let format: String
  let tracks: [Track]
  /// The file's own tags, names in upper case.
  let tags: [String: String]

  /// Formats that take any text or bytes for a picture.
  private static let guesses: Set<String> = [
    "tty", "bin", "xbin", "adf", "idf", "lrc", "concat", "ffmetadata",
  ]

  /// Asks ffprobe; `counting` has it walk the whole file for the number of frames.
  init(path: String, ffmpeg: FFmpeg, counting: Bool = false) throws(RecordingError) {
    let arguments =
      ["-v", "error"] + FFmpeg.localOnly + ["-print_format", "json", "-show_streams", "-show_format"]
      + (counting ? ["-count_packets"] : []) + ["-i", FFmpeg.url(path)]
    let child = try ChildProcess(
      ffmpeg.probe, arguments, file: path, patience: ffmpeg.patience * (counting ? 30 : 1))
    defer { child.close() }
    var json = [UInt8](repeating: 0, count: 0)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = try child.fill(&chunk)
      json += chunk[..<got]
      guard json.count <= 16 << 20 else {
        throw RecordingError(
          .invalid, file: path, expected: "at most 16 MiB of JSON from ffprobe", actual: "there is more")
      }
      if got < chunk.count { break }
    }
    let end = try child.finish()
    guard end == .exited(0) else { throw child.problem(end, expected: "to recognise it", .unknownFormat) }
    try self.init(json: json, path: path)
  }

  /// Reads ffprobe's JSON; only what is needed, and with no trust in its numbers.
  init(json: [UInt8], path: String) throws(RecordingError) {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(json))
    } catch {
      throw RecordingError(
        .invalid, file: path, expected: "ffprobe's JSON", actual: "it prints something else")
    }
    format = document.format?.formatName ?? ""
    guard !Self.guesses.contains(format) else {
      throw RecordingError(
        .unknownFormat, file: path, expected: "a video", actual: "ffprobe takes it for '\(format)'")
    }
    tags = Dictionary(
      (document.format?.tags ?? [:]).map { ($0.key.uppercased(), $0.value) },
      uniquingKeysWith: { first, _ in first })
    tracks = (document.streams ?? []).compactMap(Self.track)
  }

  private static func track(_ stream: Document.Stream) -> Track? {
    guard stream.codecType == "video", let index = stream.index, index >= 0, let width = stream.width,
      let height = stream.height, (1...8192).contains(width), (1...8192).contains(height)
    else { return nil }
    let (real, mean) = (ratio(stream.realRate), ratio(stream.meanRate))
    let rate = mean ?? real
    let isSteady = real.map { one in mean.map { abs(one - $0) < 0.005 * one } ?? true } ?? false
    let count = (stream.frames ?? stream.packets).flatMap { Int($0) }
    let title = stream.tags?.first { $0.key.uppercased() == "TITLE" }?.value ?? ""
    return Track(
      index: index, codec: stream.codecName ?? "an unknown codec", pixelFormat: stream.pixelFormat ?? "",
      width: width, height: height, rate: rate, isSteady: isSteady,
      frameCount: count.flatMap { $0 > 0 ? $0 : nil }, title: title)
  }

  /// `30/1` or `30000/1001` as a number that a rate can be.
  private static func ratio(_ text: String?) -> Double? {
    let parts = (text ?? "").split(separator: "/").compactMap { Double($0) }
    guard parts.count == 2, parts[1] > 0, parts[0] > 0 else { return nil }
    let rate = parts[0] / parts[1]
    return rate.isFinite && (0.001...10_000).contains(rate) ? rate : nil
  }

  /// The track of depth: the one called so, else the first of 16-bit gray that is not called infrared or colour.
  var depthTrack: Track? {
    let candidates = tracks.filter(\.isDepth)
    return candidates.first { $0.title.uppercased().contains("DEPTH") }
      ?? candidates.first { track in
        !["IR", "INFRARED", "COLOR", "COLOUR"].contains(track.title.uppercased())
      }
  }

  /// The track of gray or colour: the one called colour, else the first that is not depth or infrared, else the first.
  var videoTrack: Track? {
    tracks.first { ["COLOR", "COLOUR"].contains($0.title.uppercased()) }
      ?? tracks.first { !$0.isDepth } ?? tracks.first
  }

  /// What is used of ffprobe's answer.
  private struct Document: Decodable {
    struct Stream: Decodable {
      var index: Int?
      var codecType, codecName, pixelFormat, realRate, meanRate, frames, packets: String?
      var width, height: Int?
      var tags: [String: String]?

      enum CodingKeys: String, CodingKey {
        case index, width, height, tags
        case codecType = "codec_type"
        case codecName = "codec_name"
        case pixelFormat = "pix_fmt"
        case realRate = "r_frame_rate"
        case meanRate = "avg_frame_rate"
        case frames = "nb_frames"
        case packets = "nb_read_packets"
      }
    }

    struct Format: Decodable {
      var formatName: String?
      var tags: [String: String]?

      enum CodingKeys: String, CodingKey {
        case tags
        case formatName = "format_name"
      }
    }

    var streams: [Stream]?
    var format: Format?
  }
}

extension ChildProcess {
  /// ``read(into:)`` for an array.
  func fill(_ bytes: inout [UInt8]) throws(RecordingError) -> Int {
    let outcome = bytes.withUnsafeMutableBytes { buffer -> Result<Int, RecordingError> in
      do throws(RecordingError) { return .success(try read(into: buffer)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
