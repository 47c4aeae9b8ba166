import Kinesphere
import KinesphereData

/// A recording that starts again when it has ended; its times go on.
final class LoopedRecording: Recording {
  let header: RecordingHeader
  private let open: () throws -> any Recording
  private var inner: any Recording
  /// Seconds that the rounds before took.
  private var passed = 0.0
  private var last = 0.0
  private var count = 0

  /// `open` opens the recording from its start.
  init(open: @escaping () throws -> any Recording) throws {
    self.open = open
    inner = try open()
    header = inner.header
  }

  func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    var outcome = try inner.read(into: &frame)
    if outcome == .end, count > 0 {
      do { inner = try open() } catch let error as RecordingError { throw error } catch {
        throw RecordingError(
          .unreadable, file: header.name, expected: "to be opened again", actual: "\(error)")
      }
      passed = last + 1 / (header.rate ?? 30)
      count = 0
      outcome = try inner.read(into: &frame)
    }
    guard outcome != .end else { return .end }
    count += 1
    frame.time += passed
    last = frame.time
    return outcome
  }
}
