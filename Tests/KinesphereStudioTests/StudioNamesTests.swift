import Foundation
import Testing

@testable import KinesphereStudio

struct StudioNamesTests {
  @Test(arguments: [
    ("dance.bin", "dance", "bin"), ("../../etc/passwd", "passwd", ""), ("a b\u{0}c.npz", "a_b_c", "npz"),
    ("", "take", ""), ("...", "take", ""), ("<b>.mkv", "b", "mkv"), ("x.t/r", "r", ""),
    ("Ünö.MAT", "n", "mat"),
    ("C:\\dir\\evening.take.npz", "evening_take", "npz"), ("a.tar.superlongending", "a_tar", ""),
  ])
  func aForeignNameBecomesHarmless(given: String, stem: String, ending: String) {
    #expect(StudioFolder.safeStem(given) == stem)
    #expect(StudioFolder.safeEnding(given) == ending)
  }

  @Test func aNameThatIsTakenGetsANumber() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let folder = try StudioFolder(path: scratch.path(""))
    #expect(folder.freeName(like: "dance.bin") == "dance-2")
    #expect(folder.freeName(like: "other.bin") == "other")
  }

  @Test func aFolderIsServedByOneStudioAtATime() throws {
    let folder = try StudioFolder(path: StudioScratch().path(""))
    var lock: FolderLock? = try FolderLock(folder)
    #expect(throws: StudioError.self) { try FolderLock(folder) }
    lock = nil
    #expect(throws: Never.self) { try FolderLock(folder) }
    withExtendedLifetime(lock) {}

    let place = folder.file(StudioFolder.workName)
    try FileManager.default.removeItem(atPath: place)
    try Data().write(to: URL(fileURLWithPath: place))
    let problem = #expect(throws: StudioError.self) { try FolderLock(folder) }
    #expect(problem?.subject == place && problem?.actual == "Not a directory")
  }

  @Test func tokensAreEqualOnlyWhenWhole() {
    #expect(StudioToken.areEqual("secret", "secret"))
    for wrong in ["", "secre", "secrets", "Secret", "secretsecret"] {
      #expect(!StudioToken.areEqual(wrong, "secret"))
    }
  }

  @Test func anAddressForOthersNeedsAToken() {
    let open = StudioConfiguration(folder: "x", command: "x", address: "0.0.0.0")
    #expect(throws: StudioError.self) { _ = try open.socketAddress }
    var short = open
    short.token = "short"
    #expect(throws: StudioError.self) { _ = try short.socketAddress }
    short.token = "long enough"
    #expect(throws: Never.self) { _ = try short.socketAddress }
    let name = StudioConfiguration(folder: "x", command: "x", address: "studio.example", token: "long enough")
    #expect(throws: StudioError.self) { _ = try name.socketAddress }
  }

  @Test(arguments: [
    ("127.0.0.1:8787", true), ("localhost", true), ("[::1]:80", true), ("127.0.0.1.evil.example", false),
    ("evil.example", false), ("192.168.1.5", false), ("", false), ("[::1", false), ("LOCALHOST:1", true),
  ])
  func onLoopbackOnlyItsOwnNamesAreTheStudios(host: String, isOwn: Bool) throws {
    let gate = try StudioGate(StudioConfiguration(folder: "x", command: "x"))
    #expect(gate.isOwn(host: host) == isOwn)
  }

  @Test func inTheNetworkNumbersAreTheStudiosAndNamesAreNot() throws {
    let gate = try StudioGate(
      StudioConfiguration(folder: "x", command: "x", address: "0.0.0.0", token: "long enough"))
    #expect(gate.isOwn(host: "192.168.1.5:8787"))
    #expect(!gate.isOwn(host: "evil.example"))
  }
}
