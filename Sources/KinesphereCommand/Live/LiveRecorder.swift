import Foundation
import Kinesphere
import KinesphereData

/// Records a live stream's frames as a take beside the tracking; a frame that was appended survives the end of the process.
///
/// Where the disk fails, recording ends with what is there and the stream goes on; ``failure`` says so.
///
/// `@unchecked Sendable`: the writer and the failure are touched only while the lock is held.
final class LiveRecorder: @unchecked Sendable {
  private let lock = NSLock()
  private var writer: TakeWriter?
  private var failed: (any Error)?
  private var count = 0

  init(_ writer: TakeWriter) { self.writer = writer }

  /// What ended the recording early; nil where nothing did.
  var failure: (any Error)? { lock.withLock { failed } }

  /// Frames so far.
  var frameCount: Int { lock.withLock { count } }

  func append(_ frame: DepthFrame) {
    lock.withLock {
      guard let writer else { return }
      do {
        try writer.append(frame)
        count += 1
      } catch {
        failed = error
        close()
      }
    }
  }

  /// Gives the take its name; one without a frame is removed.
  func finish() { lock.withLock { close() } }

  private func close() {
    guard let writer else { return }
    self.writer = nil
    guard writer.frameCount > 0 else { return writer.discard() }
    do { try writer.finish() } catch { failed = failed ?? error }
  }
}
