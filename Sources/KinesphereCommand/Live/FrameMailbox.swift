import Foundation
import Kinesphere

/// One slot between the capture thread and the tracker, in which the newest frame wins.
///
/// A frame that is put where one still waits replaces it, and the replaced one counts as dropped; with `isLossless` the giver
/// waits instead. Frames are swapped, not copied: nothing is allocated after the first few.
///
/// `@unchecked Sendable`: all state is touched only between `lock()` and `unlock()` of the one condition.
final class FrameMailbox: @unchecked Sendable {
  /// What became of a wait for a frame.
  enum Outcome {
    case frame
    /// No frame within the time.
    case nothing
    /// The source has ended, with what broke it if anything did.
    case end((any Error)?)
  }

  private let condition = NSCondition()
  private let isLossless: Bool
  private var slot: CapturedFrame
  private var isFull = false
  private var hasEnded = false
  private var failure: (any Error)?
  private var isClosed = false
  private var lost = 0

  /// `empty` is of the source's size; its storage is what the first frame is swapped for.
  init(empty: DepthFrame, isLossless: Bool) {
    slot = CapturedFrame(frame: empty)
    self.isLossless = isLossless
  }

  /// Frames that were replaced before anybody took them.
  var dropped: Int {
    condition.lock()
    defer { condition.unlock() }
    return lost
  }

  /// Hands a frame over, for an old one to fill; false where nobody takes any more.
  func put(_ captured: inout CapturedFrame) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while isLossless && isFull && !isClosed { condition.wait() }
    if isClosed { return false }
    if isFull { lost += 1 }
    swap(&slot, &captured)
    isFull = true
    condition.broadcast()
    return true
  }

  /// Says that no more frames come.
  func end(_ error: (any Error)? = nil) {
    condition.lock()
    hasEnded = true
    failure = error
    condition.broadcast()
    condition.unlock()
  }

  /// Takes the waiting frame, for an old one; waits for it at most `seconds`.
  func take(_ captured: inout CapturedFrame, waiting seconds: Double) -> Outcome {
    condition.lock()
    defer { condition.unlock() }
    if !isFull && !hasEnded { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
    if isFull {
      swap(&slot, &captured)
      isFull = false
      condition.broadcast()
      return .frame
    }
    return hasEnded ? .end(failure) : .nothing
  }

  /// Takes no more frames; who waits to give one is let go.
  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }
}
