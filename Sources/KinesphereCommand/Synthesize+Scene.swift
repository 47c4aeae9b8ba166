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

extension SyntheticScene {
  /// Seconds.
  var duration: Double { Double(count) / rate }
}

extension Synthesize {
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
      try truth?.finish()
    } catch {
      truth?.discard()
      throw error
    }
    try StandardOutput.write("wrote \(output): \(scene.count) frames of \(name.argument)")
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
      provenance: provenance, stages: ["synthesized"])
    let writer = try RecordingWriters.open(
      path: output, format: WritingFormat(path: output) ?? .take, description: description)
    do {
      var frame = recording.makeFrame()
      try film(scene.count) {
        guard try recording.read(into: &frame) == .frame else { return }
        try writer.append(
          frame, labels: recording.truth.isPresent[0] ? recording.truth.keyPoints[0] : nil)
        try truth?.append([recording.readingOwners])
      }
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
