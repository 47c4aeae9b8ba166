/// Which frames of a recording teach its room before the dancer is looked for: some of the first second, which should
/// show the room empty, and some of the rest (of its first minutes, where it is long), so that no frame is spent on
/// learning and a room that is never empty is learned too.
public struct RoomSchedule: Sendable, Equatable {
  /// A far quantile of frames that show the dancer too.
  public static let background = MedianBackground.Configuration(capacity: 64, quantile: 0.8)

  /// Frames to read at most.
  public let reach: Int
  private let second, early, step: Int

  /// Most frames read; frames kept of the first second, and of all the others. A dancer is then absorbed only where they stand
  /// for four fifths of these.
  private static let longest = 3_000
  private static let firstFrames = 20
  private static let laterFrames = 40

  /// For a recording of a number of frames, nil or 0 where nobody knows, and of a rate, nil: 30.
  public init(frameCount: Int?, rate: Double?) {
    let frames = frameCount.flatMap { $0 > 0 ? $0 : nil } ?? Self.longest
    reach = min(frames, Self.longest)
    let known = rate.flatMap { $0.isFinite ? $0 : nil } ?? 30
    second = max(1, Int(max(0, min(known, 1_000))))
    early = (second + Self.firstFrames - 1) / Self.firstFrames
    step = (reach + Self.laterFrames - 1) / Self.laterFrames
  }

  /// Whether frame `index`, from 0, teaches.
  public func teaches(_ index: Int) -> Bool { index % (index < second ? early : step) == 0 }
}
