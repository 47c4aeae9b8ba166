import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

/// What `background` and `detect` share.
struct MaskFlags: ParsableArguments {
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The folder to write; named after the recording without it.", valueName: "folder"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "How the room is worked out: median, least-median, mean or mixture; median without it.",
      valueName: "name"),
    transform: Self.backgroundMethod)
  var background: BackgroundMethod?

  @Option(
    help: ArgumentHelp(
      "Learn the room from that many first frames; without it from frames spread over the whole recording.",
      valueName: "number"))
  var learn: Int?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Follow the room while it changes: light, a sensor that settles, a door, a camera that was knocked. Followed without it; a stage that never rests is better not followed."
  )
  var follow: Bool?

  @Flag(help: "Print JSON, as docs/masks.schema.json tells.")
  var json = false

  func validate() throws {
    if let learn, !(1...1_000_000).contains(learn) {
      throw ValidationError("--learn should be 1 to 1000000, but is \(learn)")
    }
    if output?.isEmpty == true { throw ValidationError("--output is empty: give a folder's name") }
  }

  func checkOutput(_ recording: String) throws {
    if let output { try OutputPlace.check(output, recording: recording, named: "--output") }
  }

  var method: BackgroundMethod { background ?? .median }
  var follows: Bool { follow ?? true }

  /// Throws where something is said of the room and there is none to learn.
  func checkNoRoom(_ why: String) throws {
    let given = [
      background.map { _ in "--background" }, learn.map { _ in "--learn" },
      follow.map { $0 ? "--follow" : "--no-follow" },
    ].compactMap(\.self)
    guard given.isEmpty else {
      throw ValidationError("\(why), so that \(given.joined(separator: ", ")) says nothing")
    }
  }

  var learning: RoomLearning { RoomLearning(firstFrames: learn) }

  /// The room of a depth recording. A median of frames that show the dancer too takes a far quantile, as `track` does.
  func depthRoom(width: Int, height: Int) -> any BackgroundModel<DepthFrame> {
    let settings = DepthBackground.Configuration(
      method: method, capacity: 64, tolerance: follows ? .following : .init(),
      quantile: learn == nil ? 0.8 : 0.5)
    return follows
      ? DepthRoomFollower(width: width, height: height, configuration: settings)
      : DepthBackground(width: width, height: height, configuration: settings)
  }

  func videoRoom(width: Int, height: Int, channelCount: Int) -> any BackgroundModel<VideoFrame> {
    let settings = VideoBackground.Configuration(method: method, capacity: 64, tolerance: .cleaned)
    return follows
      ? VideoRoomFollower(width: width, height: height, channelCount: channelCount, configuration: settings)
      : VideoBackground(width: width, height: height, channelCount: channelCount, configuration: settings)
  }

  static func backgroundMethod(_ text: String) throws -> BackgroundMethod {
    guard let method = BackgroundMethod(rawValue: text) else {
      throw ValidationError("--background should be median, least-median, mean or mixture, but is '\(text)'")
    }
    return method
  }
}

/// A recording of either kind.
enum OpenedRecording {
  case depth(any Recording)
  case video(any VideoRecording)

  /// Depth may be opened without camera and unit where only its masks are wanted.
  static func open(_ path: String, flags: RecordingFlags, requiresCamera: Bool = true) throws
    -> OpenedRecording
  {
    var options = flags.options
    options.requiresCamera = requiresCamera
    switch try Recordings.kind(path: path, ffmpeg: options.ffmpeg) {
    case .depth: return .depth(try Recordings.open(path: path, options: options))
    case .video:
      try flags.checkVideo(path, usesMirroring: false)
      return .video(
        try Recordings.openVideo(path: path, options: VideoOptions(rate: flags.rate, ffmpeg: options.ffmpeg)))
    }
  }
}
