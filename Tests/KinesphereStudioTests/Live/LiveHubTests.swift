import Foundation
import KinesphereStudio
import Testing

@Suite struct LiveHubTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func text(_ item: LiveViewer.Item?) -> String? {
    guard case .line(let line)? = item else { return nil }
    return String(decoding: line, as: UTF8.self)
  }

  @Test func whoJoinsLateGetsTheHeaderAndTheNewestFrameAtOnce() async throws {
    let hub = LiveHub()
    hub.greet(with: bytes("header"))
    for number in 0..<40 { hub.publish(bytes("\(number)")) }
    hub.tell(bytes("note"))
    let viewer = try #require(hub.join())
    #expect(text(await viewer.next()) == "header")
    #expect(text(await viewer.next()) == "39")
    hub.publish(bytes("40"))
    #expect(text(await viewer.next()) == "40")
    #expect(hub.viewerCount == 1)
    hub.leave(viewer)
    #expect(await viewer.next() == nil && hub.viewerCount == 0)
  }

  @Test func oneThatReadsNothingCostsTheOthersNothing() async throws {
    let hub = LiveHub()
    let (stalled, healthy) = (try #require(hub.join()), try #require(hub.join()))
    for number in 0..<1_000 {
      hub.publish(bytes("\(number)"))
      #expect(text(await healthy.next()) == "\(number)")
    }
    let status = hub.status
    #expect(status.viewers.map(\.dropped) == [1_000 - hub.configuration.queueLength, 0])
    #expect(status.viewers.map(\.sent) == [0, 1_000])
    #expect(
      text(await stalled.next()) == "\(1_000 - hub.configuration.queueLength)", "the newest wait for it")
    hub.leave(stalled)
    #expect(hub.status.dropped == 1_000 - hub.configuration.queueLength, "who left stays counted")
  }

  @Test func viewersThatWaitAreWokenAndEachGetsEveryLine() async throws {
    let hub = LiveHub()
    let counts = await withTaskGroup(of: [Int].self, returning: [[Int]].self) { group in
      for _ in 0..<20 {
        guard let viewer = hub.join() else { continue }
        group.addTask {
          var got: [Int] = []
          while case .line(let line)? = await viewer.next() {
            got.append(Int(String(decoding: line, as: UTF8.self)) ?? -1)
          }
          return got
        }
      }
      for number in 0..<200 {
        hub.publish(bytes("\(number)"))
        try? await Task.sleep(for: .milliseconds(1))
      }
      hub.finish()
      var all: [[Int]] = []
      for await got in group { all.append(got) }
      return all
    }
    #expect(counts.count == 20)
    for got in counts { #expect(got.last == 199 && got == got.sorted()) }
    // A busy machine may keep a task from its turn for longer than a queue is long.
    #expect(counts.reduce(0) { $0 + $1.count } + hub.status.dropped == 20 * 200)
  }

  @Test func aFullHubTurnsAwayAndAFinishedOneEndsAll() async throws {
    var configuration = LiveHub.Configuration()
    configuration.mostViewers = 2
    let hub = LiveHub(configuration: configuration)
    let first = try #require(hub.join())
    _ = hub.join()
    #expect(hub.join() == nil)
    hub.leave(first)
    let third = try #require(hub.join())
    hub.publish(bytes("last"))
    hub.finish()
    #expect(text(await third.next()) == "last")
    #expect(await third.next() == nil)
    #expect(hub.join() == nil)
  }

  @Test func aCancelledWaitEnds() async throws {
    let viewer = try #require(LiveHub().join())
    let task = Task { await viewer.next() }
    task.cancel()
    #expect(await task.value == nil)
  }
}
