import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

extension SyntheticScene.Name: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    [
      "quiet-room": "nothing but the sensor's noise",
      "real-room": "black furniture flickers, the sensor settles and drifts",
      "light-change": "the light drops, and the lamps flicker",
      "cast-shadow": "the dancer's shadow on floor and wall (gray, colour)",
      "camera-knock": "the camera is knocked once",
      "door-opens": "a door opens and stays open",
      "still-dancer": "sits still for ten seconds",
      "lying-dancer": "lies still for ten seconds",
      "close-dancer": "comes to 0.85 m",
      "crossing-dancers": "two dancers cross twice",
      "moving-background": "a curtain waves, set pieces turn",
    ]
  }
}

/// How a scene is filmed.
enum ScenePicture: String, CaseIterable, ExpressibleByArgument {
  case depth, gray, colour
}

extension SyntheticScene {
  /// Seconds.
  var duration: Double { Double(count) / rate }
}

extension Synthesize {
  /// Refuses what --scene would ignore, and names that say another format.
  func validateScene() throws {
    guard let scene else {
      guard truth == nil, picture == .depth else {
        throw ValidationError("--truth and --picture go with --scene")
      }
      return
    }
    if phrase || set != nil || motion != nil || room || unmirrored || kinectLabels {
      throw ValidationError(
        "--scene has its own room, dance and camera: give it no more than --seed, --seconds, --picture and --truth"
      )
    }
    let longest = SyntheticScene.named(scene, seed: seed).duration
    if let seconds, seconds > longest {
      throw ValidationError("--seconds should be at most \(longest) for this scene, but is \(seconds)")
    }
    let hasExtension = !URL(fileURLWithPath: output).pathExtension.isEmpty
    switch picture {
    case .depth where hasExtension && WritingFormat(path: output) == nil:
      throw ValidationError(
        "depth is written as \(WritingFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")), but the name is "
          + "'\(output)'")
    case .gray where !output.hasSuffix(".npy"), .colour where !output.hasSuffix(".npy"):
      throw ValidationError("\(picture.rawValue) is written as .npy, but the name is '\(output)'")
    default: break
    }
    guard let truth else { return }
    guard truth.hasSuffix(".npy") else {
      throw ValidationError("--truth is written as .npy, but the name is '\(truth)'")
    }
    guard URL(fileURLWithPath: truth).standardizedFileURL != URL(fileURLWithPath: output).standardizedFileURL
    else { throw ValidationError("--truth should be another file than the recording") }
  }

  /// A scene as a recording, and whose every pixel is.
  func write(_ name: SyntheticScene.Name) throws {
    var scene = SyntheticScene.named(name, seed: seed)
    if let seconds { scene.count = max(Int((seconds * scene.rate).rounded()), 1) }
    let truth = try truth.map { try pictures($0, of: scene, channelCount: 1) }
    do {
      switch picture {
      case .depth: try writeDepth(scene, truth)
      case .gray, .colour: try writePictures(scene, truth)
      }
    } catch {
      truth?.discard()
      throw error
    }
    try StandardOutput.write("wrote \(output): \(scene.count) frames of \(name.rawValue)")
  }

  private func pictures(_ path: String, of scene: SyntheticScene, channelCount: Int) throws
    -> PictureArrayWriter
  {
    try PictureArrayWriter(
      path: path, frames: scene.count, width: scene.camera.width, height: scene.camera.height,
      channelCount: channelCount)
  }

  /// The first dancer's key-points are the labels: a take holds one dancer's.
  private func writeDepth(_ scene: SyntheticScene, _ truth: PictureArrayWriter?) throws {
    let recording = SyntheticSceneRecording(scene)
    let description = TakeDescription(
      camera: scene.camera, rate: scene.rate, isSegmented: false, dancer: "synthetic, seed \(seed)",
      provenance: provenance, stages: ["synthesized"], labels: .anatomical)
    let writer = try RecordingWriters.open(
      path: output, format: WritingFormat(path: output) ?? .take, description: description,
      ffmpeg: RecordingFlags.ffmpeg)
    do {
      var frame = recording.makeFrame()
      try film(scene.count) {
        guard try recording.read(into: &frame) == .frame else { return }
        try writer.append(
          frame, labels: recording.truth.isPresent[0] ? recording.truth.keyPoints[0] : nil)
        try truth?.append([recording.readingOwners])
      }
      // First what lies beside it: a recording that is there is whole, and so is its truth.
      try truth?.finish()
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
  }

  private func writePictures(_ scene: SyntheticScene, _ truth: PictureArrayWriter?) throws {
    let recording = SyntheticSceneVideo(scene, isColour: picture == .colour)
    let writer = try pictures(output, of: scene, channelCount: recording.header.channelCount)
    do {
      var frame = recording.makeFrame()
      try film(scene.count) {
        guard try recording.read(into: &frame) == .frame else { return }
        try writer.append(frame.channels)
        try truth?.append([recording.truth.owners])
      }
      // First what lies beside it: a recording that is there is whole, and so is its truth.
      try truth?.finish()
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
  }

  /// Writes so many frames, under a progress line.
  private func film(_ count: Int, _ write: () throws -> Void) throws {
    var progress = ProgressLine("filming", total: count)
    defer { progress.end() }
    for index in 0..<count {
      try Interruption.check()
      try write()
      progress.show(index + 1)
    }
  }
}
