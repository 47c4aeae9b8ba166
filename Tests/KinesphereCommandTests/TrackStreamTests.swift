import Foundation
import KinesphereData
import Testing

@Suite struct TrackStreamTests {
  private let scratch: Scratch
  private let arguments: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    arguments = [
      "track", "-", "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--segmented", "--weights",
      scratch.path("w.safetensors"),
    ]
  }

  private func lines(_ outcome: BuiltCommand.Outcome) throws -> [[String: Any]] {
    try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func eachFrameIsALineThatFitsTheSchema() throws {
    let outcome = try BuiltCommand.run(arguments + ["--rate", "30"], input: Fixtures.raw(frames: 6))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let schema = try JSONSchema(path: Documents.path("poses.schema.json"))
    let lines = try lines(outcome)
    #expect(lines.count == 6)
    for (index, line) in lines.enumerated() {
      #expect(schema.violations(of: line, definition: "frame") == [])
      #expect(line["index"] as? Int == index)
      #expect(line["status"] as? String == "ok")
    }
    #expect(lines[3]["time"] as? Double == 0.1)
  }

  @Test func aStreamCanBeKeptAsATake() throws {
    let outcome = try BuiltCommand.run(
      arguments + ["--rate", "30", "--record", "kept.take"], input: Fixtures.raw(frames: 5),
      folder: scratch.url)
    #expect(outcome.status == 0 && outcome.errors.contains("recorded 5 frames"), "\(outcome.errors)")
    let recording = try Recordings.open(path: scratch.path("kept.take"))
    #expect(recording.header.frameCount == 5 && recording.header.isSegmented)
    var frame = recording.makeFrame()
    for index in 0..<5 {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == Fixtures.frame(index).depth)
    }
    let again = try BuiltCommand.run(
      arguments + ["--rate", "30", "--record", "kept.take"], input: Fixtures.raw(frames: 1),
      folder: scratch.url)
    #expect(again.status == 1 && again.errorLines.count == 1, "what is there stays")
  }

  @Test func anInterruptionKeepsTheTakeThoughTheCameraIsSilent() throws {
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = BuiltCommand.executable
    process.arguments = arguments + ["--rate", "30", "--record", scratch.path("silent.take")]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try scratch.handle("errors")
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Fixtures.raw(frames: 3))
    var lines = 0
    while lines < 3 { lines += output.fileHandleForReading.availableData.count { $0 == 10 } }
    // The pipe stays open: nothing but the signal ends the wait for a fourth frame.
    process.interrupt()
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try scratch.text("errors").contains("recorded 3 frames"))
    #expect(try Recordings.open(path: scratch.path("silent.take")).header.frameCount == 3)
  }

  @Test func aStreamWithoutAFrameIsAnErrorAndLeavesNoTake() throws {
    let outcome = try BuiltCommand.run(
      arguments + ["--rate", "30", "--record", "none.take"], input: Data(), folder: scratch.url)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(!scratch.names.contains { $0.hasPrefix("none") })
  }

  @Test func theLinesAreThoseOfTheFile() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 12)
    let file = try BuiltCommand.run(
      [
        "track", scratch.path("walk.take"), "-o", scratch.path("out"), "--weights",
        scratch.path("w.safetensors"),
      ])
    #expect(file.status == 0, "\(file.errors)")
    let stream = try BuiltCommand.run(arguments + ["--rate", "30"], input: Fixtures.raw(frames: 12))
    let stored = try scratch.text("out/poses.json").split(separator: "\n").filter {
      $0.hasPrefix("{\"index\"")
    }
    let printed = stream.output.split(separator: "\n")
    #expect(stored.map { $0.hasSuffix(",") ? $0.dropLast() : $0 } == printed)
  }

  @Test func bytesBehindTheLastWholeFrameAreADamagedOne() throws {
    let outcome = try BuiltCommand.run(arguments, input: Fixtures.raw(frames: 2) + Data(count: 1_001))
    let lines = try lines(outcome)
    #expect(outcome.status == 0)
    #expect(lines.map { $0["status"] as? String } == ["ok", "ok", "damaged"])
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("1001"))
  }

  @Test func aReaderThatLeavesEndsItQuietly() throws {
    let outcome = try BuiltCommand.run(
      arguments, input: Fixtures.raw(frames: 40), shell: "(\"$0\" \"$@\"; echo \"status $?\" >&2) | head -n 1"
    )
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.errors == "status 0\n")
  }

  @Test func aFrameIsAnsweredBeforeTheNextOneComes() throws {
    let process = Process()
    process.executableURL = BuiltCommand.executable
    process.arguments = arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for index in 0..<3 {
      try input.fileHandleForWriting.write(contentsOf: Fixtures.raw(frames: 1))
      var line = Data()
      while line.last != UInt8(ascii: "\n") {
        let more = output.fileHandleForReading.availableData
        if more.isEmpty { break }
        line += more
      }
      #expect(String(decoding: line, as: UTF8.self).hasPrefix("{\"index\": \(index),"))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
