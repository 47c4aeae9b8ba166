import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

private let isFFmpegThere = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
  FileManager.default.isExecutableFile(atPath: $0 + "/ffmpeg")
}

/// ffmpeg, and programs that stand in for it and misbehave.
@Suite(.enabled(if: isFFmpegThere, "ffmpeg is not installed")) struct FFmpegTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Runs ffmpeg on the way to a file of the test.
  private func make(_ arguments: [String]) throws {
    let child = try ChildProcess("ffmpeg", ["-v", "error", "-y"] + arguments, file: "a test", patience: 20)
    defer { child.close() }
    let end = try child.finish()
    guard end == .exited(0) else { throw child.problem(end, expected: "to make a file") }
  }

  /// Whether a process is gone, within five seconds: it is killed at once and reaped a moment later.
  private func isGone(_ pid: Int32) -> Bool {
    for _ in 0..<500 {
      if kill(pid, 0) == -1 && errno == ESRCH { return true }
      usleep(10_000)
    }
    return false
  }

  /// A shell script that is given in ffmpeg's place.
  private func impostor(_ name: String, _ script: String) throws -> String {
    let path = try scratch.write(name, Array("#!/bin/sh\n\(script)\n".utf8))
    chmod(path, 0o755)
    return path
  }

  /// A Kinect's file: infrared before depth, depth big-endian and raw, as Azure Kinect's recorder writes it.
  @Test func theDepthTrackOfAKinectIsFoundByItsTitle() throws {
    let values = (0..<3 * 12 * 16).map { UInt16($0 * 37 % 5000) }
    let raw = try scratch.write("raw", values.flatMap { bytes($0.bigEndian) })
    let infrared = try scratch.write("ir", [UInt8](repeating: 9, count: 2 * values.count))
    let gray = ["-f", "rawvideo", "-pix_fmt", "gray16be", "-video_size", "16x12", "-framerate", "15"]
    try make(
      gray + ["-i", infrared] + gray + ["-i", raw] + [
        "-f", "lavfi", "-i", "testsrc=size=32x24:rate=15:duration=0.2", "-map", "2", "-map", "0", "-map", "1",
        "-c:v:0", "mjpeg", "-c:v:1", "rawvideo", "-c:v:2", "rawvideo", "-allow_raw_vfw", "1",
        "-metadata:s:v:0", "title=COLOR", "-metadata:s:v:1", "title=IR",
        "-metadata:s:v:2", "title=DEPTH", "-metadata", "K4A_DEPTH_MODE=NFOV", "-f", "matroska",
        scratch.file("k.mkv"),
      ])
    // ffmpeg leaves the pixels' name out of the bitmap's head, where Kinect's recorder writes it.
    var file = Array(try Data(contentsOf: URL(fileURLWithPath: scratch.file("k.mkv"))))
    let head = bytes(Int32(40), Int32(16))
    for place in file.indices.dropLast(20) where file[place] == 40 && file[place...].starts(with: head) {
      file.replaceSubrange(place + 16..<place + 20, with: Array("b16g".utf8))
    }
    let path = try scratch.write("k.dat", file)
    #expect(try Recordings.kind(path: path) == .depth)
    let recording = try Recordings.open(
      path: path,
      options: RecordingOptions(camera: Intrinsics(focalX: 20, focalY: 20, centreX: 8, centreY: 6)))
    #expect(recording.header.unit == .millimetre && recording.header.isMirrored == false)
    #expect(recording.header.frameCount == 3 && recording.header.rate == 15)
    var (frame, seen) = (recording.makeFrame(), [UInt16]())
    while try recording.read(into: &frame) == .frame { seen += frame.depth.storage }
    #expect(seen == values)
    let video = try Recordings.openVideo(path: path)
    #expect(video.header.width == 32 && video.header.channelCount == 3)
  }

  @Test func aFilmInColourIsVideoAndSeeksToTheFrame() throws {
    let path = scratch.file("film.bin")
    try make([
      "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=3", "-c:v", "libx264", "-g", "12", "-bf", "2",
      "-pix_fmt", "yuv420p", "-f", "mp4", path,
    ])
    #expect(try Recordings.kind(path: path) == .video)
    let error = #expect(throws: RecordingError.self) {
      try Recordings.open(path: path, options: everythingSaid)
    }
    #expect(error?.actual.contains("not depth") == true)
    let video = try Recordings.openVideo(path: path, options: VideoOptions(channelCount: 1))
    #expect(video.header.frameCount == 30 && video.header.rate == 10 && video.header.channelCount == 1)
    var frames: [[UInt8]] = []
    var frame = video.makeFrame()
    while try video.read(into: &frame) == .frame { frames.append(frame.channels[0].storage) }
    #expect(frames.count == 30)
    for index in [17, 0, 29, 13] {
      #expect(try video.seek(to: index))
      #expect(try video.read(into: &frame) == .frame)
      #expect(frame.channels[0].storage == frames[index], "frame \(index)")
      #expect(abs(frame.time - Double(index) / 10) < 1e-9)
    }
  }

  @Test func aCameraIsReadAsItsPicturesCome() throws {
    let camera = try #require(
      VideoDevice(parsing: "device:lavfi:testsrc=size=32x24:rate=50", width: 16, height: 12))
    let video = try FFmpegVideo(camera: camera)
    var frame = video.makeFrame()
    for _ in 0..<5 { #expect(try video.read(into: &frame) == .frame) }
    #expect(frame.width == 16 && frame.channels.count == 3 && video.header.frameCount == nil)
    #expect(try !video.seek(to: 0))
    video.close()
    #expect(VideoDevice(parsing: "device:/dev/video2") == VideoDevice(name: "/dev/video2"))
    let none = try Recordings.openVideo(path: "device:/dev/no-such-camera")
    let error = #expect(throws: RecordingError.self) { try none.read(into: &frame) }
    #expect(error?.actual.contains("No such file") == true, "\(String(describing: error))")
  }

  /// A file that begins as Matroska does.
  private func container() throws -> String { try scratch.write("a", [0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3, 4]) }

  @Test func withoutFfmpegOneLineSaysSo() throws {
    let nowhere = FFmpeg(executable: scratch.file("nowhere/ffmpeg"))
    var options = everythingSaid
    options.ffmpeg = nowhere
    let path = try container()
    let error = #expect(throws: RecordingError.self) { try Recordings.open(path: path, options: options) }
    #expect(error?.actual.contains("is not installed") == true, "\(String(describing: error))")
    let description = TakeDescription(
      camera: smallCamera(width: 4, height: 4), rate: 30, isSegmented: true, provenance: "a test")
    let writer = try RecordingWriters.open(
      path: scratch.file("o.mkv"), format: .mkv, description: description, ffmpeg: nowhere)
    let frame = DepthFrame(
      depth: Plane(width: 4, height: 4, repeating: 1), camera: smallCamera(width: 4, height: 4), time: 0)
    let other = #expect(throws: RecordingError.self) {
      for _ in 0..<100_000 { try writer.append(frame, labels: nil) }
      try writer.finish()
    }
    #expect(other?.actual.contains("is not installed") == true, "\(String(describing: other))")
  }

  @Test func whatFfmpegCannotDecodeIsSaidInItsWords() throws {
    let path = try container()
    let error = #expect(throws: RecordingError.self) {
      try Recordings.open(path: path, options: everythingSaid)
    }
    #expect(error?.actual.contains("it says: ") == true, "\(String(describing: error))")
  }

  private func frames(_ script: String, patience: Double = 5, count: Int? = nil) throws -> FFmpegFrames {
    FFmpegFrames(
      FFmpegFrames.Input(
        name: "a.mkv", arguments: [], track: nil, pixelFormat: "gray", bytesPerFrame: 100, rate: 30,
        isSteady: true,
        frameCount: count),
      ffmpeg: FFmpeg(executable: try impostor("ffmpeg", script), patience: patience))
  }

  @Test func aStreamThatEndsInMidFrameIsTruncated() throws {
    let stream = try frames("head -c 250 /dev/zero")
    #expect(try stream.read() && stream.read())
    let error = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(error?.kind == .truncated && error?.actual == "the stream ends in mid-frame, after 50")
    #expect(try !stream.read())
  }

  @Test func aStreamThatEndsTooEarlyIsTruncated() throws {
    let stream = try frames("head -c 200 /dev/zero; echo 'File ended prematurely' >&2", count: 3)
    #expect(try stream.read() && stream.read())
    let error = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(error?.actual == "it ends after 2; ffmpeg says: File ended prematurely")
  }

  @Test func aChildThatStallsIsStoppedAndKilled() throws {
    let stream = try frames(
      "echo $$ > \"$(dirname \"$0\")/pid\"; head -c 120 /dev/zero; exec sleep 100", patience: 0.4)
    #expect(try stream.read())
    let error = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(error?.actual.contains("nothing happened for 0.4 s") == true, "\(String(describing: error))")
    let text = try String(contentsOfFile: scratch.file("pid"), encoding: .utf8)
    let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(isGone(pid))
  }

  @Test func aChildThatTalksALotOnItsErrorsDoesNotBlock() throws {
    let stream = try frames(
      "head -c 300000 /dev/zero | tr '\\0' 'e' >&2; echo >&2; echo last words >&2; head -c 100 /dev/zero; exit 3"
    )
    #expect(try stream.read())
    let error = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(error?.actual == "it says: last words")
  }

  /// Once a child's end was awaited by all threads of Swift's pool at a time, and so never seen.
  @Test(.timeLimit(.minutes(1)))
  func moreChildrenThanThreadsAreAllReadToTheirEnds() async throws {
    let file = scratch.path
    let children = 4 * ProcessInfo.processInfo.activeProcessorCount
    let ends = try await withThrowingTaskGroup(of: ChildProcess.End.self) { group in
      for _ in 0..<children {
        group.addTask {
          let child = try ChildProcess("/bin/sh", ["-c", "echo 123; exit 7"], file: file, patience: 10)
          var bytes = [UInt8](repeating: 0, count: 16)
          let count = try bytes.withUnsafeMutableBytes { raw throws(RecordingError) in
            try child.read(into: raw)
          }
          #expect(bytes.prefix(count).elementsEqual(Array("123\n".utf8)))
          return try child.finish()
        }
      }
      var ends: [ChildProcess.End] = []
      for try await end in group { ends.append(end) }
      return ends
    }
    #expect(ends == [ChildProcess.End](repeating: .exited(7), count: children))
  }

  @Test func aChildOfTheChildThatKeepsTheLineOpenIsNotWaitedForLongerThanThePatience() throws {
    let stream = try frames("head -c 100 /dev/zero; sleep 30 & exit 0", patience: 0.4)
    #expect(try stream.read())
    let start = ContinuousClock.now
    let error = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(start.duration(to: .now) < .seconds(10))
    #expect(error?.actual.contains("nothing happened for 0.4 s") == true, "\(String(describing: error))")
    // Closed by then: its numbers are not read from any more.
    let again = #expect(throws: RecordingError.self) { try stream.read() }
    #expect(again?.actual == "it was closed", "\(String(describing: again))")
  }

  @Test func closingKillsTheChild() throws {
    let stream = try frames("echo $$ > \"$(dirname \"$0\")/pid\"; exec cat /dev/zero")
    #expect(try stream.read())
    let text = try String(contentsOfFile: scratch.file("pid"), encoding: .utf8)
    let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(pid, 0) == 0)
    stream.close()
    #expect(isGone(pid))
  }
}
