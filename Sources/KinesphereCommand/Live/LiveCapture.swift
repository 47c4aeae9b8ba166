import Foundation
import Kinesphere
import KinesphereData

/// The capture thread: reads a source at its own pace and puts each frame, stamped, into the mailbox.
///
/// `@unchecked Sendable`: the recording, the pace and the recorder's copy belong to the one thread that ``start()`` makes.
final class LiveCapture: @unchecked Sendable {
  private let recording: any Recording
  private let mailbox: FrameMailbox
  private let recorder: LiveRecorder?
  private var pace: ReplayPace?
  /// What is recorded, after the frame itself went on: nobody waits for the disk.
  private var copy: DepthFrame
  private let done = DispatchSemaphore(value: 0)

  /// `pace` replays a recording as it was; nil takes frames as they come.
  init(_ recording: any Recording, into mailbox: FrameMailbox, pace: ReplayPace?, recorder: LiveRecorder?) {
    self.recording = recording
    self.mailbox = mailbox
    self.pace = pace
    self.recorder = recorder
    copy = recording.makeFrame()
  }

  func start() {
    let thread = Thread { [self] in
      do {
        try run()
        mailbox.end()
      } catch {
        mailbox.end(error)
      }
      done.signal()
    }
    thread.name = "capture"
    thread.start()
  }

  /// Waits for its end, at most `seconds`: a source that is silent cannot be woken.
  func wait(seconds: Double) { _ = done.wait(timeout: .now() + seconds) }

  private func run() throws {
    var captured = CapturedFrame(frame: recording.makeFrame())
    var index = 0
    while true {
      captured.damage = nil
      switch try recording.read(into: &captured.frame) {
      case .end: return
      case .damaged(let reason): captured.damage = reason
      case .frame: break
      }
      captured.index = index
      index += 1
      if let seconds = pace?.wait(for: captured.frame.time, now: Self.seconds()), seconds > 0 {
        Thread.sleep(forTimeInterval: seconds)
      }
      let isRecorded = recorder != nil && captured.damage == nil
      if isRecorded { copy.fill(from: captured.frame) }
      captured.arrival = SystemClock.nanoseconds()
      guard mailbox.put(&captured) else { return }
      if isRecorded { recorder?.append(copy) }
    }
  }

  private static func seconds() -> Double { Double(SystemClock.nanoseconds()) / 1e9 }
}

extension DepthFrame {
  /// Takes over another frame's content into its own storage.
  fileprivate mutating func fill(from other: DepthFrame) {
    camera = other.camera
    time = other.time
    let source = other.depth
    depth.withMutablePixels { pixels in
      source.withPixels { for index in $0.indices { pixels[index] = $0[index] } }
    }
  }
}
