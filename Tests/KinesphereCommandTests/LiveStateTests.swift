import Foundation
import Kinesphere
import Testing

@testable import KinesphereCommand

/// The state machines of `live`: times are drawn, nobody waits.
@Suite struct LiveCommandStateTests {
  @Test func aReplayKeepsTheRecordingsTimesAtItsSpeed() {
    for speed in [0.5, 1, 10] {
      var pace = ReplayPace(speed: speed)
      var generator = SystemRandomNumberGenerator()
      var now = 1_000.0
      let start = now
      for frame in 0..<500 {
        let time = 7 + Double(frame) / 30
        now += pace.wait(for: time, now: now)
        #expect(abs(now - start - (time - 7) / speed) < 0.02 / speed)
        // Reading takes a while, but not longer than a frame.
        now += .random(in: 0..<0.019 / speed, using: &generator)
      }
    }
  }

  @Test func aReplayThatSleptDoesNotHurry() {
    var pace = ReplayPace(speed: 1)
    #expect(pace.wait(for: 0, now: 50) == 0)
    #expect(abs(pace.wait(for: 0.1, now: 50.02) - 0.08) < 1e-9)
    #expect(pace.wait(for: 0.2, now: 50.4) == 0, "0.2 s late: it catches up")
    #expect(abs(pace.wait(for: 0.6, now: 50.4) - 0.2) < 1e-9)
    #expect(pace.wait(for: 0.7, now: 60) == 0, "ten seconds late: it goes on from here")
    #expect(abs(pace.wait(for: 0.8, now: 60) - 0.1) < 1e-9)
  }

  @Test func percentilesAreThoseOfTheSortedTimes() throws {
    var generator = SystemRandomNumberGenerator()
    var histogram = LatencyHistogram()
    #expect(histogram.percentile(0.5) == nil)
    var times: [UInt64] = []
    for _ in 0..<5_000 {
      let time = UInt64(pow(10, Double.random(in: 3...9, using: &generator)))
      times.append(time)
      histogram.add(time)
    }
    times.sort()
    for share in [0.01, 0.5, 0.9, 0.99, 1] {
      let exact = Double(times[max(0, Int((share * 5_000).rounded(.up)) - 1)]) / 1e6
      let found = try #require(histogram.percentile(share))
      #expect(
        found >= exact * 0.999 && found <= exact * 1.0101 + 0.001, "\(share): \(found), not \(exact) ms")
    }
    histogram.add(.max)
    #expect(histogram.count == 5_001)
  }

  private func frame(_ number: Int) -> CapturedFrame {
    let depth = Plane<UInt16>(width: 2, height: 1, repeating: UInt16(number))
    let camera = Camera(
      width: 2, height: 1, focalX: 1, focalY: 1, centreX: 1, centreY: 0, isMirrored: false)
    return CapturedFrame(frame: DepthFrame(depth: depth, camera: camera, time: 0), index: number)
  }

  @Test func theNewestFrameWinsAndTheRestIsCounted() {
    let mailbox = FrameMailbox(empty: frame(0).frame, isLossless: false)
    for number in 1...5 {
      var captured = frame(number)
      #expect(mailbox.put(&captured))
    }
    var taken = frame(0)
    guard case .frame = mailbox.take(&taken, waiting: 0) else {
      Issue.record("no frame")
      return
    }
    #expect(taken.index == 5 && taken.frame.depth.storage == [5, 5] && mailbox.dropped == 4)
    guard case .nothing = mailbox.take(&taken, waiting: 0.001) else {
      Issue.record("a frame twice")
      return
    }
    mailbox.end()
    guard case .end(nil) = mailbox.take(&taken, waiting: 0) else {
      Issue.record("no end")
      return
    }
    mailbox.close()
    var late = frame(6)
    #expect(!mailbox.put(&late))
  }

  @Test func aLosslessSourceWaits() async {
    let mailbox = FrameMailbox(empty: frame(0).frame, isLossless: true)
    let thread = Thread {
      for number in 0..<200 {
        var captured = self.frame(number)
        _ = mailbox.put(&captured)
      }
      mailbox.end()
    }
    thread.start()
    var (taken, numbers): (CapturedFrame, [Int]) = (frame(0), [])
    while true {
      guard case .frame = mailbox.take(&taken, waiting: 5) else { break }
      numbers.append(taken.index)
    }
    #expect(numbers == Array(0..<200) && mailbox.dropped == 0)
  }
}
