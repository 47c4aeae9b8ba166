import Foundation

/// Raw pictures of one size that ffmpeg decodes, one at a time through a pipe.
///
/// Holds one picture; ffmpeg holds a few. The child starts with the first read and is killed on ``close()``, on a jump, and when
/// this goes away.
final class FFmpegFrames {
  /// What is decoded.
  struct Input: Sendable {
    /// What messages call it.
    var name: String
    /// ffmpeg's options before and with `-i`.
    var arguments: [String]
    /// The track's place among all; nil for the only one.
    var track: Int?
    /// `gray`, `rgb24` or `gray16le`.
    var pixelFormat: String
    var bytesPerFrame: Int
    /// Frames per second, nominal.
    var rate: Double
    /// Whether a frame's time follows from its number.
    var isSteady: Bool
    /// nil where the file does not say, and for a camera.
    var frameCount: Int?
    var isLive = false
  }

  private let input: Input
  private let ffmpeg: FFmpeg
  private var child: ChildProcess?
  /// The next frame to be read.
  private(set) var index = 0
  private var hasEnded = false
  /// The last picture.
  private(set) var raw: [UInt8]

  init(_ input: Input, ffmpeg: FFmpeg) {
    self.input = input
    self.ffmpeg = ffmpeg
    raw = [UInt8](repeating: 0, count: input.bytesPerFrame)
  }

  deinit { close() }

  /// Reads the next picture into ``raw``; false at the end. Throws where ffmpeg cannot decode, stalls, or ends too early.
  func read() throws(RecordingError) -> Bool {
    if hasEnded { return false }
    let child: ChildProcess
    if let running = self.child { child = running } else { child = try start() }
    self.child = child
    let got = try child.fill(&raw)
    if got == raw.count {
      index += 1
      return true
    }
    hasEnded = true
    let end = try child.finish()
    defer { close() }
    guard end == .exited(0) else { throw child.problem(end, expected: "to decode frame \(index)") }
    guard got == 0 else {
      throw RecordingError(
        .truncated, file: input.name, expected: "\(raw.count) bytes of frame \(index)",
        actual: "the stream ends in mid-frame, after \(got)")
    }
    if index == 0 { throw child.problem(end, expected: "to decode pictures", .invalid) }
    if let count = input.frameCount, index < count {
      throw RecordingError(
        .truncated, file: input.name, expected: "\(count) frames",
        actual: "it ends after \(index)"
          + (child.lastError.isEmpty ? "" : "; ffmpeg says: \(child.lastError)"))
    }
    return false
  }

  /// Goes to a frame; false where the input cannot be read again or ends before. Where time follows from the number, ffmpeg
  /// goes to the key frame before and decodes from there; elsewhere all from the start is decoded.
  func seek(to frame: Int) throws(RecordingError) -> Bool {
    if frame == index && !hasEnded { return true }
    guard !input.isLive, frame >= 0, frame <= input.frameCount ?? .max else { return false }
    close()
    hasEnded = false
    index = 0
    if input.isSteady && frame > 0 {
      // Half a frame before: times in the file are rounded.
      child = try start(at: (Double(frame) - 0.5) / input.rate)
      index = frame
      if frame == input.frameCount { hasEnded = true }
      return true
    }
    while index < frame {
      guard try read() else { return false }
    }
    return true
  }

  /// Kills the child, if there is one.
  func close() {
    child?.close()
    child = nil
  }

  private func start(at seconds: Double? = nil) throws(RecordingError) -> ChildProcess {
    var arguments = ["-v", "error", "-nostdin", "-noautorotate"]
    if let seconds { arguments += ["-ss", String(format: "%.6f", seconds)] }
    arguments += input.arguments
    if let track = input.track { arguments += ["-map", "0:\(track)"] }
    arguments += [
      "-fps_mode", "passthrough", "-an", "-f", "rawvideo", "-pix_fmt", input.pixelFormat, "pipe:1",
    ]
    return try ChildProcess(ffmpeg.executable, arguments, file: input.name, patience: ffmpeg.patience)
  }
}
