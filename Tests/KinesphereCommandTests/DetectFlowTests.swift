import Foundation
import Kinesphere
import KinesphereData
import Testing

@Suite struct DetectFlowTests {
  @Test(arguments: [true, false])
  func flowFindsABoxThatWalks(segmented: Bool) throws {
    let folder = NSTemporaryDirectory() + "/kinesphere-flow-\(segmented)-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Fixtures.take("\(folder)/a.take", frames: 6, segmented: segmented)
    let outcome = try BuiltCommand.run([
      "detect", "\(folder)/a.take", "--method", "flow", "--json", "-o", "\(folder)/found",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\"method\" : \"flow\""))
    let table = try String(contentsOfFile: "\(folder)/found/silhouettes.csv", encoding: .utf8)
    // All frames but the first, which has none before it.
    #expect(table.split(separator: "\n").count == 6, "\(table)")
  }
}
