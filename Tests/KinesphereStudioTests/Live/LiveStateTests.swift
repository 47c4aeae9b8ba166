import FlyingSocks
import Foundation
import Testing

@testable import KinesphereStudio

/// The state machines of live viewers: times are drawn, nobody waits.
@Suite struct LiveStateTests {
  private func line(_ number: Int) -> Data { Data("\(number)".utf8) }

  @Test func aQueueKeepsTheNewestInOrderAndCountsTheRest() {
    var generator = SystemRandomNumberGenerator()
    var queue = LineQueue(length: 5)
    var (model, dropped): ([Data], Int) = ([], 0)
    for number in 0..<2_000 {
      if Bool.random(using: &generator) {
        queue.push(line(number))
        model.append(line(number))
        if model.count > 5 {
          model.removeFirst()
          dropped += 1
        }
      } else {
        let popped = queue.pop()
        #expect(popped == (model.isEmpty ? nil : model.removeFirst()))
      }
      #expect(queue.count == model.count && queue.dropped == dropped)
    }
  }

  @Test func aSilentViewerIsPingedAndThenGivenUp() {
    var heartbeat = Heartbeat(.init(), now: 100)
    #expect(heartbeat.step(now: 100) == .wait(until: 110))
    #expect(heartbeat.step(now: 109.9) == .wait(until: 110))
    #expect(heartbeat.step(now: 110) == .ping)
    #expect(heartbeat.step(now: 110) == .wait(until: 120))
    #expect(heartbeat.step(now: 120) == .ping)
    #expect(heartbeat.step(now: 129) == .wait(until: 130))
    #expect(heartbeat.step(now: 130) == .giveUp)
  }

  @Test func aViewerThatAnswersIsNeverGivenUp() {
    var generator = SystemRandomNumberGenerator()
    var heartbeat = Heartbeat(.init(), now: 0)
    var (now, pings) = (0.0, 0)
    while now < 10_000 {
      switch heartbeat.step(now: now) {
      case .ping:
        pings += 1
        now += .random(in: 0..<9.9, using: &generator)
        heartbeat.hear(now: now)
      case .wait(let until):
        #expect(until > now)
        now = until
      case .giveUp:
        Issue.record("given up at \(now) s")
        return
      }
    }
    #expect(pings > 400)
  }

  @Test func waitsKeepTheirDeadlineUntilSomethingMoves() {
    let (one, other) = (Socket.FileDescriptor(rawValue: 7), Socket.FileDescriptor(rawValue: 8))
    var table = WaitTable(limits: .init(reading: 60, writing: 20))
    table.add(.read, for: one, isPatient: false, now: 0)
    table.add(.read, for: other, isPatient: true, now: 0)
    table.add([.read, .write], for: one, isPatient: false, now: 10)
    table.add([.read, .write], for: one, isPatient: false, now: 12)
    #expect(table.waits[one] == .init(reading: 60, writing: 30))
    #expect(table.nearest == 30)
    #expect(table.overdue(now: 29.9).isEmpty)
    #expect(table.overdue(now: 30).map(\.events) == [.write])
    table.remove(.write, for: one)
    #expect(table.nearest == 60)
    table.remove(.read, for: one)
    #expect(table.waits[one] == nil && table.nearest == .infinity)
    table.add(.read, for: one, isPatient: false, now: 50)
    #expect(table.overdue(now: 109).isEmpty && table.overdue(now: 1e9).map(\.file) == [one])
  }

  @Test(
    arguments: [
      ("127.0.0.1:39580", nil, nil), ("localhost", "http://localhost:8080", nil),
      ("[::1]:1", "http://127.0.0.1", nil),
      ("evil.example:39580", nil, LiveAccess.Refusal.host), ("127.0.0.1.evil.example", nil, .host),
      (nil, nil, .host),
      ("127.0.0.1:39580", "https://evil.example", .origin), ("127.0.0.1", "null", .origin),
      ("127.0.0.1", "http://127.0.0.1.evil.example", .origin), ("127.0.0.1", "https://stage.example", nil),
    ] as [(String?, String?, LiveAccess.Refusal?)])
  func withoutATokenOnlyThisMachineAndListedPagesWatch(
    host: String?, origin: String?, refusal: LiveAccess.Refusal?
  ) {
    let access = LiveAccess(origins: ["https://stage.example"])
    #expect(access.refusal(host: host, origin: origin) == refusal)
  }

  @Test func aTokenMustBeGivenWhole() {
    let access = LiveAccess(token: "open sesame")
    #expect(access.refusal(host: "10.0.0.5:1", origin: nil) == .token)
    #expect(access.refusal(host: "10.0.0.5:1", origin: nil, authorization: "Bearer open sesame") == nil)
    #expect(access.refusal(host: "10.0.0.5:1", origin: nil, authorization: "Basic open sesame") == .token)
    #expect(access.refusal(host: "10.0.0.5:1", origin: "http://10.0.0.5:1", query: "open sesame") == nil)
    #expect(access.refusal(host: "10.0.0.5:1", origin: "http://10.0.0.5:2", query: "open sesame") == .origin)
    for wrong in ["", "open", "open sesame ", "open sesamf"] {
      #expect(access.refusal(host: "10.0.0.5:1", origin: nil, query: wrong) == .token)
    }
  }
}
