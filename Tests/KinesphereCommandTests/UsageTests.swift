import Foundation
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    (["track"], "recording"),
    (["track", "a.take", "--unit", "parsec"], "--unit should be"),
    (["track", "a.take", "--camera", "polaroid"], "--camera should be"),
    (["track", "a.take", "--camera", "0,0,1,1"], "--camera should be"),
    (["track", "a.take", "--rate", "0"], "--rate should be"),
    (["track", "a.take", "--rate", "nan"], "--rate should be"),
    (["track", "a.take", "--size", "320x240"], "standard input only"),
    (["track", "a.take", "--byte-order", "big"], "standard input only"),
    (["track", "-", "--size", "320"], "--size should be"),
    (["track", "-", "--unit", "mm", "--camera", "kinect1"], "give --size"),
    (["track", "-", "--size", "320x240", "--camera", "kinect1"], "give --unit"),
    (["track", "-", "--size", "320x240", "--unit", "mm"], "give --camera"),
    (["track", "-", "--size", "320x240", "--unit", "mm", "--camera", "300,300,160,120"], "--unmirrored"),
    (
      ["track", "-", "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--record", "a"],
      "give --rate"
    ),
    (["track", "a.take", "--colour"], "--colour"),
    (["track", "a.take", "-o", ""], "--output is empty"),
    (["track", "a.take", "-o", "./a.take"], "the recording itself"),
    (["track", ""], "name is empty"),
    (["inspect"], "recording"),
    (["evaluate", "imagenet", "data"], "utd-key-points, msr-key-points, msr20-odd-even"),
    (["evaluate", "synthetic-dance-five-fold", "--label-share", "0"], "--label-share should be"),
    (["evaluate", "synthetic-dance-five-fold", "--seed", "2"], "give --label-share"),
    (["evaluate", "utd-key-points", "data", "--report", "a.html"], "for recognition"),
    (["evaluate", "synthetic-dance-five-fold", "--json", "a", "--report", "a"], "the same file"),
    (["recognition-report"], "file.json"),
    (["recognition-report", "a.json", "--output", "./a.json"], "one of the files"),
    (["recognise", "-", "--mirror-average"], "to track"),
    (["dance"], "dance"),
  ])
  func wrongUsageIsExplainedAndExits64(arguments: [String], word: String) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  /// The whole texts stand in docs/help; `scripts/help` writes them anew.
  @Test(arguments: [
    "kinesphere", "track", "live", "studio", "background", "detect", "convert", "demo", "inspect",
    "synthesize", "recognise", "learn-actions", "posture", "export", "import", "evaluate",
    "recognition-report", "bench",
  ])
  func theHelpIsTheOneInTheDocs(command: String) throws {
    let arguments = command == "kinesphere" ? ["--help"] : [command, "--help"]
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 0)
    let held = try String(contentsOfFile: Documents.path("help/\(command).txt"), encoding: .utf8)
    #expect(outcome.output == held)
    #expect(command == "kinesphere" || outcome.output.contains("kinesphere \(command) "), "an example")
  }
}
