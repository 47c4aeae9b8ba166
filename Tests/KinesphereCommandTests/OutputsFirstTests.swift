import Foundation
import Testing

/// Outputs are looked at before the work: of an input and an output that are both wrong, the output is told.
struct OutputsFirstTests {
  @Test(arguments: [
    ["learn-actions", "none", "--output", "nowhere/out"],
    ["evaluate", "utd-key-points", "none", "--json", "nowhere/out"],
    ["evaluate", "msr-as", "none", "--report", "nowhere/out"],
    ["live", "none.take", "--json", "nowhere/out"],
    ["posture", "none.json", "--json", "nowhere/out"],
    ["posture", "none.json", "--report", "nowhere/out"],
    ["recognition-report", "none.json", "--output", "nowhere/out"],
  ])
  func anOutputThatCannotBeWrittenIsSaidAtTheStart(arguments: [String]) throws {
    let scratch = try Scratch()
    let outcome = try BuiltCommand.run(arguments, folder: scratch.url)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "nowhere/out should be made, but the system says: No such file or directory"),
      "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1 && outcome.output.isEmpty)
    #expect(scratch.names.isEmpty)
  }
}
