import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

/// What the user says about a recording where its file does not.
public struct RecordingFlags: ParsableArguments {
  public init() {}

  @Option(
    help: ArgumentHelp(
      "The camera: kinect1, kinect2, or its focal lengths and centre in pixels.",
      valueName: "name|fx,fy,cx,cy"),
    transform: Self.intrinsics)
  public var camera: Intrinsics?

  @Flag(
    help: "Whether the picture is mirrored: Kinect v1 and v2 are; Azure Kinect, RealSense and phones are not."
  )
  public var mirroring: Mirroring?

  @Option(
    help: ArgumentHelp(
      "Unit of depth: mm, cm, m, um, or a number of millimetres such as 0.25mm.", valueName: "unit"),
    transform: Self.depthUnit)
  public var unit: DepthUnit?

  @Option(
    help: ArgumentHelp(
      "Frames per second. Without it live frames have the time at which they arrive.", valueName: "hertz"))
  public var rate: Double?

  @Flag(inversion: .prefixedNo, help: "Whether the pixels that are not the dancer are 0 already.")
  public var segmented: Bool?

  public enum Mirroring: String, EnumerableFlag {
    case mirrored
    case unmirrored
  }

  public func validate() throws {
    if let rate, !(0.1...1_000).contains(rate) {
      throw ValidationError("--rate should be 0.1 to 1000 Hz, but is \(rate)")
    }
  }

  /// What a reader is told.
  public var options: RecordingOptions {
    RecordingOptions(
      camera: camera, mirrored: mirroring.map { $0 == .mirrored }, unit: unit, rate: rate,
      isSegmented: segmented, ffmpeg: Self.ffmpeg)
  }

  /// ffmpeg where the environment's KINESPHERE_FFMPEG says, else on the search path.
  public static var ffmpeg: FFmpeg {
    let place = ProcessInfo.processInfo.environment["KINESPHERE_FFMPEG"] ?? ""
    return place.isEmpty ? FFmpeg() : FFmpeg(executable: place)
  }

  /// Throws where something is said that a video has no use for.
  public func checkVideo(_ file: String, usesMirroring: Bool) throws {
    let given = [
      camera.map { _ in "--camera" }, usesMirroring ? nil : mirroring.map { "--\($0.rawValue)" },
      unit.map { _ in "--unit" }, segmented.map { $0 ? "--segmented" : "--no-segmented" },
    ].compactMap(\.self)
    guard given.isEmpty else {
      throw ValidationError(
        "\(file) is gray or colour video, for which \(given.joined(separator: ", ")) says nothing")
    }
  }

  static func intrinsics(_ text: String) throws -> Intrinsics {
    guard let camera = Intrinsics(parsing: text) else {
      throw ValidationError(
        "--camera should be kinect1, kinect2 or four numbers such as 365,365,256,212, but is '\(text)'")
    }
    return camera
  }

  static func depthUnit(_ text: String) throws -> DepthUnit {
    guard let unit = DepthUnit(parsing: text) else {
      throw ValidationError(
        "--unit should be mm, cm, m, um or a length such as 0.25mm, at least 0.0001mm and at most 10000mm, but is "
          + "'\(text)'")
    }
    return unit
  }
}
