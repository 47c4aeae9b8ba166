import Foundation
import Testing

/// The built `kinesphere-train`, killed with SIGKILL where it happens to be.
@Suite struct KilledRunTests {
  /// The encoder alone, and two students with their teachers.
  enum Kind: CaseIterable { case encoder, mutual }

  private static func recipe(_ kind: Kind, epochs: Int) -> String {
    let (stage, more, share) =
      kind == .encoder
      ? ("encoder", "", "")
      : ("parts", #""teaching": {"method": "mutual", "batch": 8}, "#, #""labelledShare": 0.5, "#)
    let average = kind == .encoder ? "" : #""average": 0, "#
    return """
      {
        "name": "killed", "stage": "\(stage)", "seed": 5, "threads": 1, \(more)
        "data": {"synthetic": 64, \(share)"crops": {"mocapShare": 0}}, "validation": {"synthetic": 8},
        "encoder": {"size": 72, "layers": [{"channels": 16, "stride": 2}, {"channels": 16, "stride": 1},
          {"channels": 16, "stride": 2}, {"channels": 16, "stride": 2}]},
        "optimisation": {\(average)"epochs": \(epochs), "batch": 8, "recalibration": 1}
      }
      """
  }

  static let executable: URL = {
    let tests =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("kinesphere-train")
  }()

  private func start(_ arguments: [String], in folder: String) throws -> Process {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func files(_ run: String) throws -> [Data] {
    try ["checkpoint", "best", "weights"].map {
      try Data(contentsOf: URL(fileURLWithPath: "\(run)/\($0).safetensors"))
    }
  }

  /// Killed after the first and only epoch's line, before the checkpoint.
  @Test func aRunOfOneEpochThatLacksItsCheckpointBeginsAnew() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    try Data(Self.recipe(.encoder, epochs: 1).utf8).write(to: URL(fileURLWithPath: folder + "/recipe.json"))
    let whole = try start(["run", "recipe.json", "--output", "whole"], in: folder)
    whole.waitUntilExit()
    #expect(whole.terminationStatus == 0)
    let known = try files(folder + "/whole")
    try FileManager.default.removeItem(atPath: folder + "/whole/checkpoint.safetensors")
    let again = try start(["resume", "whole"], in: folder)
    again.waitUntilExit()
    #expect(again.terminationStatus == 0)
    #expect(try files(folder + "/whole") == known)

    // Finished, it needs its data no more: here a recipe of recordings that are not there.
    let absent = Self.recipe(.encoder, epochs: 1).replacing(
      #""synthetic": 64, "crops": {"mocapShare": 0}"#,
      with: #""recordings": "utd", "subjects": [1], "testSubjects": [2]"#
    ).replacing(#""seed": 5"#, with: #""seed": 5, "skeleton": "kinect""#)
    try Data(absent.utf8).write(to: URL(fileURLWithPath: folder + "/whole/recipe.json"))
    for (checkpoint, status) in [(true, 0), (false, 1)] as [(Bool, Int32)] {
      if !checkpoint { try FileManager.default.removeItem(atPath: folder + "/whole/checkpoint.safetensors") }
      let finished = try start(["resume", "whole", "--data", "utd=\(folder)/absent"], in: folder)
      finished.waitUntilExit()
      #expect(finished.terminationStatus == status)
      if checkpoint { #expect(try files(folder + "/whole") == known) }
    }
  }

  @Test func twoProgramsDoNotTrainInOneFolder() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    try Data(Self.recipe(.encoder, epochs: 1000).utf8).write(
      to: URL(fileURLWithPath: folder + "/recipe.json"))
    let first = try start(["run", "recipe.json", "--output", "run"], in: folder)
    defer { kill(first.processIdentifier, SIGKILL) }
    let wait = Date() + 120
    let checkpoint = folder + "/run/checkpoint.safetensors"
    while first.isRunning, !FileManager.default.fileExists(atPath: checkpoint), Date() < wait { usleep(2000) }
    // Held still, not stopped: it writes nothing meanwhile.
    kill(first.processIdentifier, SIGSTOP)
    let known = try files(folder + "/run")
    for command in [["resume", "run"], ["run", "--continue", "recipe.json", "--output", "run"]] {
      let second = try start(command, in: folder)
      second.waitUntilExit()
      #expect(second.terminationStatus == 1)
      #expect(try files(folder + "/run") == known)
    }
    #expect(first.isRunning)

    // Its lock ends with it.
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    let third = try start(["resume", "run", "--until-epoch", "1"], in: folder)
    third.waitUntilExit()
    #expect(third.terminationStatus == 0)
  }

  @Test(arguments: Kind.allCases)
  func aRunKilledAgainAndAgainEndsAtTheSameBytes(kind: Kind) throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    try Data(Self.recipe(kind, epochs: kind == .encoder ? 16 : 10).utf8).write(
      to: URL(fileURLWithPath: folder + "/recipe.json"))
    let whole = try start(["run", "recipe.json", "--output", "whole"], in: folder)
    whole.waitUntilExit()
    #expect(whole.terminationStatus == 0)

    // Killed before there is a checkpoint, then at some moment after 2, 4 and 6 epochs.
    let run = folder + "/killed"
    func epochs() -> Int {
      (try? String(contentsOfFile: run + "/log.jsonl", encoding: .utf8))?.split(separator: "\n").count ?? 0
    }
    for attempt in 0..<4 {
      let command = attempt == 0 ? ["run", "recipe.json", "--output", "killed"] : ["resume", "killed"]
      let process = try start(command, in: folder)
      let wait = Date() + 120
      func isReached() -> Bool {
        attempt == 0 ? FileManager.default.fileExists(atPath: run + "/recipe.json") : epochs() >= 2 * attempt
      }
      while process.isRunning, !isReached(), Date() < wait { usleep(2000) }
      #expect(process.isRunning, "the run was over before it could be killed")
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(FileManager.default.fileExists(atPath: run + "/checkpoint.safetensors") == (attempt > 0))
    }
    let last = try start(["run", "--continue", "recipe.json", "--output", "killed"], in: folder)
    last.waitUntilExit()
    #expect(last.terminationStatus == 0)
    #expect(try files(run) == files(folder + "/whole"))

    // A run that has lost its checkpoint is not begun anew over what it has.
    try FileManager.default.removeItem(atPath: run + "/checkpoint.safetensors")
    for command in [["resume", "killed"], ["run", "--continue", "recipe.json", "--output", "killed"]] {
      let refused = try start(command, in: folder)
      refused.waitUntilExit()
      #expect(refused.terminationStatus == 1)
      #expect(FileManager.default.fileExists(atPath: run + "/weights.safetensors"))
    }
  }
}
