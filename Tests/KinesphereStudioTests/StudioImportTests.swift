import Foundation
import Testing

@testable import KinesphereStudio

/// Imports over a real socket, with a script in the command's place.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct StudioImportTests {
  /// Inspects as told, converts by copying a take, and tracks and recognises by writing nothing of worth.
  private static let script = """
    case "$1" in
      inspect) cat "$(dirname "$0")/inspection.json" ;;
      convert) echo "$@" > "$(dirname "$0")/converted"; echo "progress 3 12 writing" >&2
        cp -r "$(dirname "$0")/fixture.take" "$3" ;;
      track) mkdir -p "$4"; cp "$(dirname "$0")/fixture-tracked/poses.json" "$4/" ;;
      recognise) echo '{"format": "kinesphere-actions-found", "version": 1, "recording": "x", "actions": ["plié"], "found": [{"action": "plié", "start": 0.1, "end": 0.3, "score": 1.0, "told": 0.4}]}' ;;
    esac
    """

  private static let known = #"{"camera": {"width": 1}, "unit": {"name": "millimetre"}, "frames": 12}"#
  private static let unknown =
    #"{"camera": null, "unit": {"name": "unknown unit, read as millimetres"}, "frames": 12}"#

  /// A scratch whose `takes` folder the studio serves, and the command beside it.
  private func prepared(inspection: String) throws -> (
    scratch: StudioScratch, takes: StudioScratch, command: String
  ) {
    let scratch = try StudioScratch()
    try scratch.take("fixture")
    try scratch.poses("fixture", MadeUp.raise(frames: 12))
    try Data(inspection.utf8).write(to: URL(fileURLWithPath: scratch.path("inspection.json")))
    return (scratch, try StudioScratch(), try scratch.command(Self.script))
  }

  @Test func anUploadBecomesATrackedAndRecognisedTake() async throws {
    let (scratch, takes, command) = try prepared(inspection: Self.known)
    try await withStudio(takes, command: command) { client in
      #expect(await upload(client, "evening%20dance.bin", Data("depth".utf8)).status == 202)
      let ended = try await jobs(client) { $0.first?.isOver == true }
      #expect(ended.first?.state == .done, "\(ended.first?.message ?? "")")
      let list = String(decoding: await client.ask("GET", "/api/takes?search=pli").body, as: UTF8.self)
      #expect(list.contains("\"name\":\"evening_dance\""))
      #expect(list.contains("\"isTracked\":true") && list.contains("\"isRecognised\":true"))
      let left = try FileManager.default.contentsOfDirectory(atPath: takes.path(".kinesphere-studio/uploads"))
      #expect(left == [])
    }
    withExtendedLifetime(scratch) {}
  }

  @Test func whatNobodySaysIsAskedAndHandedOn() async throws {
    let (scratch, takes, command) = try prepared(inspection: Self.unknown)
    try await withStudio(takes, command: command) { client in
      _ = await upload(client, "a.bin", Data("depth".utf8))
      let asking = try await jobs(client) { $0.first?.state == .asking }
      #expect(asking.first?.questions == [.camera, .unit])
      let wrong = await client.ask("PUT", "/api/jobs/1", json: #"{"camera": "x; rm -rf /", "unit": "mm"}"#)
      #expect(wrong.status == 400)
      #expect(String(decoding: wrong.body, as: UTF8.self).contains("camera: expected kinect1"))
      #expect(
        await client.ask("PUT", "/api/jobs/1", json: #"{"camera": "kinect1", "unit": "mm"}"#).status == 200)
      let ended = try await jobs(client) { $0.first?.isOver == true }
      #expect(ended.first?.state == .done)
      let said = try String(contentsOfFile: scratch.path("converted"), encoding: .utf8)
      #expect(said.contains("--camera kinect1 --unit mm"))
    }
  }

  @Test(arguments: [
    "kill -SEGV $$", "exit 3", "echo 'Error: '\"$2\"' : expected a picture, but it holds none' >&2; exit 1",
  ])
  func aDamagedUploadIsNamedAndStopsNothing(script: String) async throws {
    let (scratch, takes) = (try StudioScratch(), try StudioScratch())
    let command = try scratch.command(script)
    try await withStudio(takes, command: command) { client in
      _ = await upload(client, "broken.mat", Data("garbage".utf8))
      let ended = try await jobs(client) { $0.first?.isOver == true }
      #expect(ended.first?.state == .failed)
      let message = try #require(ended.first?.message)
      #expect(message.hasPrefix("broken.mat"), "\(message)")
      #expect(!message.contains(takes.url.path), "no path of the machine: \(message)")
      #expect(await client.ask("GET", "/api/takes").status == 200)
    }
  }

  @Test func aJobThatRunsIsCancelled() async throws {
    let (scratch, takes) = (try StudioScratch(), try StudioScratch())
    let command = try scratch.command("exec sleep 60")
    try await withStudio(takes, command: command) { client in
      _ = await upload(client, "a.bin", Data("a".utf8))
      _ = await upload(client, "b.bin", Data("b".utf8))
      _ = try await jobs(client) { $0.contains { $0.state == .running } }
      #expect(await client.ask("POST", "/api/jobs/2/cancel", json: "{}").status == 200)
      #expect(await client.ask("POST", "/api/jobs/1/cancel", json: "{}").status == 200)
      let ended = try await jobs(client) { $0.allSatisfy(\.isOver) }
      #expect(ended.map(\.state) == [.cancelled, .cancelled])
    }
  }

  @Test(arguments: [
    "..%2F..%2Fetc%2Fcron.d%2Fx.bin", "%00a.bin", ".bin", "a%5C..%5Cb.bin", "-rf.bin", "%3Cscript%3E.bin",
    "take.json%2F..%2F..", "a%0Ab.bin",
  ])
  func aForeignNameStaysInTheFolder(name: String) async throws {
    let (scratch, takes, command) = try prepared(inspection: Self.known)
    try await withStudio(takes, command: command) { client in
      _ = await upload(client, name, Data("depth".utf8))
      _ = try await jobs(client) { $0.allSatisfy(\.isOver) }
      let entries = try FileManager.default.contentsOfDirectory(atPath: takes.path(""))
      let plain = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
      #expect(entries.allSatisfy { $0.unicodeScalars.allSatisfy(plain.contains) }, "\(entries)")
      let beside = try FileManager.default.contentsOfDirectory(
        atPath: takes.url.deletingLastPathComponent().path)
      #expect(!beside.contains { $0.hasPrefix("x.") || $0.hasPrefix("etc") })
    }
    withExtendedLifetime(scratch) {}
  }

  @Test func uploadsAreLimited() async throws {
    var limits = StudioLimits()
    limits.largestUpload = 1_000
    limits.mostWaiting = 1
    let scratch = try StudioScratch()
    let command = try scratch.command("exec sleep 60")
    let takes = try StudioScratch()
    try await withStudio(takes, command: command, limits: limits) { client in
      #expect(await upload(client, "large.bin", Data(count: 1_001)).status == 413)
      #expect(await upload(client, "empty.bin", Data()).status == 400)
      #expect(
        await client.ask(
          "POST", "/api/uploads", headers: ["Content-Type: application/octet-stream"], body: Data("a".utf8)
        ).status == 400)
      #expect(await upload(client, "a.bin", Data("a".utf8)).status == 202)
      #expect(await upload(client, "b.bin", Data("b".utf8)).status == 429)
    }
  }

  @Test func anUploadThatEndsEarlyLeavesNothing() async throws {
    let takes = try StudioScratch()
    var limits = StudioLimits()
    limits.patience = 0.5
    try await withStudio(takes, limits: limits) { client in
      let head = [
        "POST /api/uploads?name=a.bin HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/octet-stream",
        "Content-Length: 500000",
      ]
      _ = await client.send(head, body: Data(count: 300_000), patience: 5)
      let uploads = takes.path(".kinesphere-studio/uploads")
      #expect((try? FileManager.default.contentsOfDirectory(atPath: uploads)) ?? [] == [])
      let jobs = try await jobs(client) { _ in true }
      #expect(jobs.isEmpty)
    }
  }

  @Test func posesAreImportedWithoutDepth() async throws {
    let (scratch, takes) = (try StudioScratch(), try StudioScratch())
    try scratch.poses("solo", MadeUp.raise())
    let poses = try Data(contentsOf: URL(fileURLWithPath: scratch.path("solo-tracked/poses.json")))
    try await withStudio(takes) { client in
      _ = await upload(client, "solo.json", poses)
      _ = await upload(client, "other.json", Data(#"{"format": "other"}"#.utf8))
      let ended = try await jobs(client) { $0.count == 2 && $0.allSatisfy(\.isOver) }
      #expect(ended.map(\.state) == [.failed, .done])
      #expect(ended.first?.message?.hasPrefix("other.json: expected") == true)
      let detail = String(decoding: await client.ask("GET", "/api/takes/1").body, as: UTF8.self)
      #expect(detail.contains("\"hasDepth\":false") && detail.contains("\"frames\":60"))
    }
  }
}
