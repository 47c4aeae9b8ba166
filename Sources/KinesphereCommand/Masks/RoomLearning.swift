import KinesphereData

/// Which frames of a recording teach the room.
struct RoomLearning {
  /// nil: frames spread over the whole recording, denser in its first second, which should show it empty.
  var firstFrames: Int?
  /// Most frames read where the whole recording teaches.
  private static let reach = 3_000
  private static let laterFrames = 40
  private static let earlyFrames = 20

  /// Gives the chosen frames to `learn`; returns how many there were.
  func teach<Frame>(_ reader: FrameReader<Frame>, learn: (Frame) throws -> Void) throws -> Int {
    var reader = reader
    let total = reader.frameCount.flatMap { $0 > 0 ? $0 : nil } ?? Self.reach
    let reach = firstFrames ?? min(total, Self.reach)
    let second = max(1, Int(min(reader.rate, 1_000)))
    let early = (second + Self.earlyFrames - 1) / Self.earlyFrames
    let step = max(1, (reach + Self.laterFrames - 1) / Self.laterFrames)
    var progress = ProgressLine("learning the room", total: reach)
    defer { progress.end() }
    var (learned, damaged) = (0, 0)
    for index in 0..<reach {
      guard try reader.next(damaged: &damaged) else { break }
      if firstFrames != nil || index % (index < second ? early : step) == 0 {
        try learn(reader.frame)
        learned += 1
      }
      progress.show(index)
    }
    guard learned > 0 else {
      throw RecordingError(
        .truncated, file: reader.name, expected: "sound frames to learn the room from",
        actual: "there is none")
    }
    return learned
  }
}
