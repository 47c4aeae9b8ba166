import Foundation
import Kinesphere
import KinesphereData

/// Writing and reading depth in the formats of `convert`: a noisy room and a dancer who is cut out, 640 x 480.
struct BenchFormats {
  private static let camera = Camera.kinect1.scaled(toWidth: 640, height: 480)
  /// Frames that differ, and frames of a file.
  private static let pictures = 20
  private static let frames = 60
  private static let passes = 5
  /// Bytes of depth in a frame.
  private static var frameBytes: Double { Double(2 * camera.width * camera.height) }

  /// Every format of the room, then the take of the dancer; those of ffmpeg only where it is installed.
  func rows(ffmpeg: FFmpeg) throws -> [BenchReport.Format] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kinesphere-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = Self.film(inRoom: true)
    var rows: [BenchReport.Format] = []
    for format in [WritingFormat.take, .png, .npz, .bin, .mkv] where format != .mkv || ffmpeg.isInstalled {
      rows.append(try Self.measure(format, room, "room", in: folder, ffmpeg))
    }
    rows.append(try Self.measure(.take, Self.film(inRoom: false), "dancer", in: folder, ffmpeg))
    return rows
  }

  private static func film(inRoom: Bool) -> [DepthFrame] {
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = pictures
    configuration.mostFrames = pictures
    configuration.roomShare = inRoom ? 1 : 0
    let sequence = SyntheticSequence(seed: 4, configuration: configuration)
    var stage = SyntheticStage(camera: camera)
    return (0..<pictures).map { index in
      var generator = SeededGenerator(seed: 4, stream: 12, index: UInt64(index))
      stage.film(
        person: sequence.person, pose: BodyPose.standing.moved(by: SIMD3(0.03 * Float(index) - 0.3, -1, 2.6)),
        room: sequence.room, using: &generator)
      return stage.frame(at: Double(index) / 30)
    }
  }

  private static func measure(
    _ format: WritingFormat, _ pictures: [DepthFrame], _ scene: String, in folder: URL, _ ffmpeg: FFmpeg
  ) throws -> BenchReport.Format {
    let description = TakeDescription(
      camera: camera, rate: 30, isSegmented: scene == "dancer", provenance: "bench")
    let path = folder.appendingPathComponent("\(scene).\(format.rawValue)").path
    var (writing, reading): ([Double], [Double]) = ([], [])
    for _ in 0..<passes {
      try Interruption.check()
      try? FileManager.default.removeItem(atPath: path)
      let writer = try RecordingWriters.open(
        path: path, format: format, description: description, ffmpeg: ffmpeg)
      var start = SystemClock.nanoseconds()
      do {
        for index in 0..<frames {
          var frame = pictures[index % pictures.count]
          frame.time = Double(index) / 30
          try writer.append(frame, labels: nil)
        }
        // All but PNG is on the disk then: that belongs to the cost.
        try writer.finish()
      } catch {
        writer.discard()
        throw error
      }
      writing.append(Double(SystemClock.nanoseconds() - start))
      let options = RecordingOptions(
        camera: Intrinsics(camera), mirrored: true, unit: .millimetre, ffmpeg: ffmpeg)
      let recording = try Recordings.open(path: path, options: options)
      var frame = recording.makeFrame()
      start = SystemClock.nanoseconds()
      while try recording.read(into: &frame) == .frame {}
      reading.append(Double(SystemClock.nanoseconds() - start))
    }
    let bytes = Double(try size(of: path))
    func rate(_ durations: [Double]) -> Double { Double(frames) * 1e9 / durations.sorted()[passes / 2] }
    return BenchReport.Format(
      name: format.rawValue, scene: scene,
      bytesPerPixel: bytes / Double(frames * camera.width * camera.height),
      writtenFramesPerSecond: rate(writing), readFramesPerSecond: rate(reading),
      writtenMegabytesPerSecond: rate(writing) * frameBytes / 1e6,
      readMegabytesPerSecond: rate(reading) * frameBytes / 1e6)
  }

  private static func size(of path: String) throws -> Int {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return 0 }
    let names = isFolder.boolValue ? try FileManager.default.contentsOfDirectory(atPath: path) : [""]
    return try names.reduce(0) { sum, name in
      let file = name.isEmpty ? path : path + "/" + name
      return sum + (try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0)
    }
  }
}
