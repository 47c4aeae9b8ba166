import Foundation
import KinesphereData
import Testing

/// Every parser of a file format under nearly sound files: it may throw, in one line that names a file, but may not trap, hang, or
/// take more memory than 64 MB and 64 times the file.
///
/// Each parser runs in a process of its own, and its input lies in a file before it is parsed, so that what breaks it is kept and
/// named. 600 inputs of one seed by default; KINESPHERE_FUZZ_SECONDS and KINESPHERE_FUZZ_SEED go on for longer (README.md beside this file).
@Suite struct ParserFuzzTests {
  static let environment = ProcessInfo.processInfo.environment
  static let seconds = environment["KINESPHERE_FUZZ_SECONDS"].map { Double($0) } ?? 0
  static let seed = environment["KINESPHERE_FUZZ_SEED"].map { UInt64($0) } ?? 1
  /// All, or those that KINESPHERE_FUZZ_TARGETS names, between commas; nil for a name that there is not.
  static let chosen: [FuzzTarget?] =
    environment["KINESPHERE_FUZZ_TARGETS"].map {
      $0.split(separator: ",").map { FuzzTarget(rawValue: String($0)) }
    }
    ?? FuzzTarget.allCases
  static let targets = chosen.compactMap(\.self)

  @Test func whatTheEnvironmentAsksForIsUnderstood() {
    #expect(Self.seconds != nil, "KINESPHERE_FUZZ_SECONDS is a number")
    #expect(Self.seed != nil, "KINESPHERE_FUZZ_SEED is a whole number")
    #expect(
      !Self.chosen.contains(nil), "KINESPHERE_FUZZ_TARGETS is of \(FuzzTarget.allCases.map(\.rawValue))")
  }

  @Test(arguments: targets)
  func aNearlySoundFileIsReadOrRefused(target: FuzzTarget) async throws {
    let folder = NSTemporaryDirectory() + "/kinesphere-fuzz-\(target.rawValue)-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let result = await #expect(processExitsWith: .success) {
      [
        name = target.rawValue as String, folder = folder as String, seconds = (Self.seconds ?? 0) as Double,
        seed = (Self.seed ?? 1) as UInt64
      ] in
      try FuzzRun(target: #require(FuzzTarget(rawValue: name)), folder: folder).run(
        seconds: seconds, seed: seed)
    }
    if let result, result.exitStatus == .exitCode(EXIT_SUCCESS) {
      if Self.seconds ?? 0 > 0 {
        print("fuzz", try String(contentsOfFile: folder + "/" + FuzzRun.summaryName, encoding: .utf8))
      }
      try FileManager.default.removeItem(atPath: folder)
    } else {
      let why = try? String(contentsOfFile: folder + "/" + FuzzRun.reasonName, encoding: .utf8)
      Issue.record("\(folder)/\(target.fileName): \(why ?? "a trap, a hang or no memory")")
    }
  }
}

/// The loop inside the process.
struct FuzzRun {
  let target: FuzzTarget
  let folder: String
  static let reasonName = "reason.txt"
  static let summaryName = "summary.txt"

  func run(seconds: Double, seed: UInt64) throws {
    let mutator = FuzzMutator(target: target, corpus: try target.corpus(in: folder))
    var generator = SeededGenerator(seed: seed, stream: 31, index: UInt64(target.rawValue.utf8.count))
    // Once, and not per input: the peak never falls, so that a greedy input would make room for the next.
    let before = Self.peak
    let start = ContinuousClock.now
    var (count, refused) = (0, 0)
    while seconds > 0 ? start.duration(to: .now) < .seconds(seconds) : count < 600 {
      let input = mutator.next(using: &generator)
      try write(input)
      // A hang ends the process.
      alarm(10)
      do {
        if try !target.parse(in: folder) { refused += 1 }
      } catch {
        refused += 1
        let text = "\(error)"
        if text.contains("\n") || !text.contains(folder) {
          fail("the error is no line that names a file: \(text)")
        }
      }
      alarm(0)
      let grown = Self.peak - before
      if grown > 64 << 20 + 64 * input.count { fail("\(grown >> 20) MB for \(input.count) bytes") }
      count += 1
    }
    try "\(target.rawValue): \(count) inputs, \(refused) refused or damaged"
      .write(toFile: folder + "/" + Self.summaryName, atomically: false, encoding: .utf8)
    // A corpus that never gets in, or is never damaged, would prove nothing.
    if refused == 0 || refused == count { fail("\(refused) of \(count) inputs were refused") }
  }

  private func write(_ bytes: [UInt8]) throws {
    let path = folder + "/" + target.fileName
    unlink(path)
    let stream = fopen(path, "wb")
    defer { if let stream { fclose(stream) } }
    guard let stream, fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
      throw RecordingError(.unwritable, file: path, expected: "room in the temporary folder", actual: "none")
    }
  }

  private func fail(_ text: String) -> Never {
    try? text.write(toFile: folder + "/" + Self.reasonName, atomically: false, encoding: .utf8)
    exit(2)
  }

  /// Most memory that the process has had, in bytes.
  private static var peak: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
