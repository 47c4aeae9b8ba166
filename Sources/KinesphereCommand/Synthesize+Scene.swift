import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

extension SyntheticScene.Name: ExpressibleByArgument {
  /// `quiet-room` for `quietRoom`.
  public init?(argument: String) {
    guard let name = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
    self = name
  }

  public static var allValueStrings: [String] { allCases.map(\.argument) }
  public var defaultValueDescription: String { argument }

  var argument: String {
    rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}

/// How a scene is filmed.
enum ScenePicture: String, CaseIterable, ExpressibleByArgument {
  case depth, gray, colour
}

extension Synthesize {
  /// A scene as a recording, and whose every pixel is.
  func write(_ name: SyntheticScene.Name) throws {
    var scene = SyntheticScene.named(name, seed: seed)
    if let seconds { scene.count = min(max(Int((seconds * scene.rate).rounded()), 1), scene.count) }
    let truth = try truth.map {
      try PictureArrayWriter(
        path: $0, frames: scene.count, width: scene.camera.width, height: scene.camera.height, channelCount: 1
      )
    }
    do {
      switch picture {
      case .depth: try writeDepth(scene, truth)
      case .gray, .colour: try writePictures(scene, truth)
      }
      try truth?.finish()
    } catch {
      truth?.discard()
      throw error
    }
    try StandardOutput.write("wrote \(output): \(scene.count) frames of \(name.argument)")
  }

  private func writeDepth(_ scene: SyntheticScene, _ truth: PictureArrayWriter?) throws {
    let recording = SyntheticSceneRecording(scene)
    let description = TakeDescription(
      camera: scene.camera, rate: scene.rate, isSegmented: false, dancer: "synthetic, seed \(seed)",
      provenance: provenance, stages: ["synthesized"])
    let writer = try RecordingWriters.open(
      path: output, format: WritingFormat(path: output) ?? .take, description: description)
    var progress = ProgressLine("filming", total: scene.count)
    defer { progress.end() }
    do {
      var frame = recording.makeFrame()
      while try recording.read(into: &frame) == .frame {
        try Interruption.check()
        let labels = recording.truth.isPresent[0] ? recording.truth.keyPoints[0] : nil
        try writer.append(frame, labels: labels)
        try truth?.append([recording.readingOwners])
        progress.show(writer.frameCount)
      }
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
  }

  private func writePictures(_ scene: SyntheticScene, _ truth: PictureArrayWriter?) throws {
    let recording = SyntheticSceneVideo(scene, isColour: picture == .colour)
    let writer = try PictureArrayWriter(
      path: output, frames: scene.count, width: scene.camera.width, height: scene.camera.height,
      channelCount: recording.header.channelCount)
    var progress = ProgressLine("filming", total: scene.count)
    defer { progress.end() }
    do {
      var frame = recording.makeFrame()
      var count = 0
      while try recording.read(into: &frame) == .frame {
        try Interruption.check()
        try writer.append(frame.channels)
        try truth?.append([recording.truth.owners])
        count += 1
        progress.show(count)
      }
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
  }
}
