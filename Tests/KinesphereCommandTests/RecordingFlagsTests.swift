import Foundation
import Testing

/// What is said of a recording has limits, whichever command it is said to.
struct RecordingFlagsTests {
  @Test(arguments: [
    ["track"], ["recognise"], ["live"], ["inspect"], ["convert"], ["detect"],
  ])
  func ratesAndUnitsBeyondTheirRangeAreWrongUsage(command: [String]) throws {
    let input = ["none.take"] + (command == ["convert"] ? ["out.take"] : [])
    for rate in ["1e-300", "0.09", "1001", "inf", "nan"] {
      let outcome = try BuiltCommand.run(command + input + ["--rate", rate])
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains("--rate should be 0.1 to 1000 Hz"), "\(outcome.errors)")
    }
    for unit in ["1e300mm", "1e-300mm", "0mm", "infmm", "nanmm"] {
      let outcome = try BuiltCommand.run(command + input + ["--unit", unit])
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains("at least 0.0001mm and at most 10000mm"), "\(outcome.errors)")
    }
  }
}
