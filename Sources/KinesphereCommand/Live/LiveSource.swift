import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

/// Where live frames come from, and a tracker for them.
struct LiveSource {
  let recording: any Recording
  let tracker: PoseTracker
  /// Whether it is a recording, which has a pace of its own and can be played again.
  let isReplay: Bool

  /// What the word after `live` means.
  enum Kind: Equatable {
    case standardInput
    case device(String)
    case file(String)
    /// The embedded dancer.
    case synthetic

    init(_ text: String?) {
      switch text {
      case nil: self = .synthetic
      case "-"?: self = .standardInput
      case let text? where text.hasPrefix("device:"): self = .device(text)
      case let text?: self = .file(text)
      }
    }

    var isReplay: Bool {
      switch self {
      case .file, .synthetic: true
      case .standardInput, .device: false
      }
    }
  }

  init(_ kind: Kind, _ flags: RecordingFlags, _ stream: StreamFlags, isLooped: Bool, network: PoseNetwork)
    throws
  {
    isReplay = kind.isReplay
    switch kind {
    case .standardInput, .device:
      recording = try Self.live(kind, flags, stream)
      guard let camera = recording.header.camera else { preconditionFailure("a stream's camera is given") }
      let (width, height) = (camera.width, camera.height)
      let detector: BodyDetector =
        recording.header.isSegmented
        ? .segmented(width: width, height: height) : .room(width: width, height: height)
      tracker = PoseTracker(network: network, camera: camera, detector: detector)
    case .file, .synthetic:
      let open: () throws -> any Recording = {
        guard case .file(let path) = kind else { return Self.dancer() }
        return try Recordings.open(path: path, options: flags.options)
      }
      if case .file(let path) = kind, try Recordings.kind(path: path, ffmpeg: RecordingFlags.ffmpeg) == .video
      {
        throw RecordingError(
          .invalid, file: path, expected: "depth",
          actual: "it is gray or colour video, which gives no key-points")
      }
      recording = isLooped ? try LoopedRecording(open: open) : try open()
      guard let camera = recording.header.camera else {
        preconditionFailure("a recording that is opened to be tracked has a camera")
      }
      tracker = try TrackerStart(network: network, open: open).makeTracker(camera, recording.header)
    }
  }

  /// A dance of twenty seconds in which the whole body stays in the picture.
  private static func dancer() -> SyntheticRecording {
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = 600
    configuration.mostFrames = 600
    configuration.fullTurnShare = 0
    return SyntheticRecording(
      SyntheticSequence(seed: 24, configuration: configuration), name: "synthetic dance")
  }

  private static func live(_ kind: Kind, _ flags: RecordingFlags, _ stream: StreamFlags) throws
    -> any Recording
  {
    guard let size = stream.size, let intrinsics = flags.camera, let unit = flags.unit else {
      preconditionFailure("validate() has asked for size, camera and unit")
    }
    let isMirrored = flags.mirroring.map { $0 == .mirrored } ?? intrinsics.isMirrored ?? false
    let name = if case .device(let text) = kind { text } else { "standard input" }
    guard let camera = intrinsics.camera(width: size.width, height: size.height, isMirrored: isMirrored)
    else {
      throw intrinsics.mismatch(width: size.width, height: size.height, file: name)
    }
    guard case .device(let text) = kind else {
      return try RawStreamRecording(
        fileDescriptor: STDIN_FILENO, camera: camera, unit: unit,
        byteOrder: stream.byteOrder ?? .littleEndian, rate: flags.rate, isSegmented: flags.segmented ?? false,
        isInterrupted: { Interruption.isWaiting })
    }
    guard let device = VideoDevice(parsing: text, width: size.width, height: size.height) else {
      throw ValidationError("a device should be such as device:/dev/video0, but is '\(text)'")
    }
    return FFmpegDepthCamera(
      device: device, camera: camera, unit: unit, rate: flags.rate, isSegmented: flags.segmented ?? false,
      ffmpeg: RecordingFlags.ffmpeg)
  }
}
