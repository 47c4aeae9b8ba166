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
    #expect(name.status == 1)
    #expect(name.errorLines.count == 1 && name.errors.contains("IPv4 or IPv6"))
  }

  @Test func itSaysItsAddressAndEndsWhenAsked() throws {
    let outcome = try BuiltCommand.run(
      [], shell: #""$0" studio takes --port 0 & p=$!; sleep 2; kill -TERM $p; wait $p"#)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("the studio is at http://127.0.0.1:"))
  }
}
