import Foundation
import Testing

struct StudioCommandTests {
  @Test(arguments: [
    (["--address", "0.0.0.0"], "give --token"), (["--token", "short"], "at least 8 characters"),
    (["--address", "0.0.0.0", "--token", "long enough", "--live", "synthetic"], "this machine alone"),
    (["--port", "99999"], "port"), ([""], "name is empty"),
  ])
  func wrongUsageIsSaidInALine(arguments: [String], words: String) throws {
    let outcome = try BuiltCommand.run(["studio"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func anAddressThatIsNoneAndAFileForAFolderAreSaid() throws {
    let scratch = try Scratch()
    try Data().write(to: scratch.file("file"))
    let file = try BuiltCommand.run(["studio", "file"], folder: scratch.url)
    #expect(file.status == 1)
    #expect(file.errors.contains("file: expected a folder that can be written"))
    let name = try BuiltCommand.run(
      ["studio", "--address", "studio.example", "--token", "long enough"], folder: scratch.url)
    #expect(name.status == 64 && name.errors.contains("IPv4 or IPv6"), "\(name.errors)")
  }

  @Test func aTakenPortIsSaidAsLiveSaysItAndNoFolderIsLeft() throws {
    let scratch = try Scratch()
    let (port, holder) = try Self.takenPort()
    defer { close(holder) }
    let outcome = try BuiltCommand.run(["studio", "new", "--port", "\(port)"], folder: scratch.url)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(
      outcome.errors.hasSuffix(
        "127.0.0.1:\(port): expected to listen there, but the system says: Address already in use\n"),
      "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1 && scratch.names.isEmpty)
  }

  /// A port on which this process listens.
  private static func takenPort() throws -> (port: UInt16, descriptor: Int32) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(descriptor, plain, size) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, plain, &size) == 0
      }
    }
    try #require(isBound)
    return (UInt16(bigEndian: address.sin_port), descriptor)
  }

  @Test func aDamagedCatalogIsNamedWithWhatToDo() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(at: scratch.file("takes"), withIntermediateDirectories: true)
    let damaged = Data(String(repeating: "no database ", count: 400).utf8)
    try damaged.write(to: scratch.file("takes/kinesphere-catalog.sqlite"))
    let outcome = try BuiltCommand.run(["studio", "takes", "--port", "0"], folder: scratch.url)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    #expect(
      outcome.errors.contains(
        "takes/kinesphere-catalog.sqlite: expected a catalog of takes, but SQLite says: file is not a database; "
          + "move the file away"), "\(outcome.errors)")
    #expect(try Data(contentsOf: scratch.file("takes/kinesphere-catalog.sqlite")) == damaged)
  }

  @Test func itSaysItsAddressAndEndsWhenAsked() throws {
    let outcome = try BuiltCommand.run(
      [], shell: #""$0" studio takes --port 0 & p=$!; sleep 2; kill -TERM $p; wait $p"#)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("the studio is at http://127.0.0.1:"))
  }
}
