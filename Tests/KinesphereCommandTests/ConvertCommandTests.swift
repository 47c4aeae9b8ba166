import Foundation
import Kinesphere
import KinesphereData
import Testing

@Suite struct ConvertCommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// All depth of a recording.
  private func depth(_ path: String) throws -> [[UInt16]] {
    let recording = try Recordings.open(path: path)
    var (frame, planes) = (recording.makeFrame(), [[UInt16]]())
    while try recording.read(into: &frame) == .frame { planes.append(frame.depth.storage) }
    return planes
  }

  @Test(arguments: ["png", "npz", "mkv"])
  func thereAndBackNoDepthIsLost(format: String) throws {
    let (take, middle, back) = (scratch.path("a.take"), scratch.path("m.\(format)"), scratch.path("b.take"))
    try Fixtures.take(take, frames: 4)
    let there = try BuiltCommand.run(["convert", take, middle, "--json"])
    #expect(there.status == 0, "\(there.errors)")
    let summary = try JSONSerialization.jsonObject(with: Data(there.output.utf8))
    #expect(try JSONSchema(path: Documents.path("conversion.schema.json")).violations(of: summary) == [])
    let again = try BuiltCommand.run(["convert", middle, back])
    #expect(again.status == 0 && again.output.contains("4 frames of 320 x 240"), "\(again.errors)")
    #expect(try depth(take) == depth(back))
    #expect(scratch.names.count == 3, "\(scratch.names)")
  }

  @Test func aPreviewIsMadeAndSaysWhatItLoses() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 4)
    let outcome = try BuiltCommand.run(["convert", scratch.path("a.take"), scratch.path("a.mp4")])
    #expect(outcome.status == 0 && outcome.errors.contains("lost: depth itself"), "\(outcome.errors)")
    #expect(try Recordings.kind(path: scratch.path("a.mp4")) == .video)
  }

  @Test func anInterruptedRunGoesOn() throws {
    let (take, folder) = (scratch.path("a.take"), scratch.path("a.png"))
    try Fixtures.take(take, frames: 60)
    let stopped = try BuiltCommand.run(
      ["convert", take, folder],
      shell: """
        "$0" "$@" & while [ ! -e "$3.part/000004.png" ]; do sleep 0.01; done; kill -9 $!; wait $! 2>/dev/null; true
        """)
    #expect(stopped.status == 0)
    #expect(scratch.names == ["a.png.part", "a.take"], "\(scratch.names)")
    let outcome = try BuiltCommand.run(["convert", take, folder])
    #expect(outcome.status == 0 && outcome.errors.contains("goes on after"), "\(outcome.errors)")
    #expect(try depth(take) == depth(folder))
  }

  @Test func wrongUsageOfConvertIsExplained() throws {
    for (arguments, word) in [
      (["a.take", "b"], "should end in"), (["a.take", "a.take"], "the recording itself"),
      (["a.take", "b.png", "--poses", "p.json"], "--poses is for previews"),
      (["a.take", "b", "--format", "gif"], "--format should be"),
    ] {
      let outcome = try BuiltCommand.run(["convert"] + arguments)
      #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
    }
  }

  @Test func withoutFfmpegThePreviewIsOneLine() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    let outcome = try BuiltCommand.run(
      ["convert", scratch.path("a.take"), scratch.path("a.mp4"), "--ffmpeg", "/nowhere/ffmpeg"])
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("ffmpeg is not installed"))
    #expect(scratch.names == ["a.take"])
  }
}
