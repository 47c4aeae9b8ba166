import Foundation
import Kinesphere

/// Gray or colour video of any codec that ffmpeg decodes, or a camera that ffmpeg opens.
public final class FFmpegVideo: VideoRecording {
  public let header: VideoHeader
  private let frames: FFmpegFrames
  private let isLive: Bool
  private var start: ContinuousClock.Instant?

  init(path: String, probe: FFmpegProbe, options: VideoOptions) throws(RecordingError) {
    guard let track = probe.videoTrack else {
      throw RecordingError(
        .unknownFormat, file: path, expected: "a track of pictures", actual: "it holds none (\(probe.format))"
      )
    }
    let count = options.channelCount ?? (track.pixelFormat.hasPrefix("gray") ? 1 : 3)
    let frameCount = try track.countedFrames(path: path, ffmpeg: options.ffmpeg)
    let rate = options.rate ?? track.rate
    header = VideoHeader(
      name: InputFile.stem(path), format: .video, width: track.width, height: track.height,
      channelCount: count,
      frameCount: frameCount, rate: rate ?? 30,
      provenance: track.provenance, notices: rate == nil ? [RecordingHeader.assumedRate] : [])
    frames = FFmpegFrames(
      track.input(
        path: path, pixelFormat: count == 1 ? "gray" : "rgb24", bytesPerPixel: count, frameCount: frameCount),
      ffmpeg: options.ffmpeg)
    isLive = false
  }

  /// Opens a camera. Frames carry the time of their arrival, 0 for the first, unless a rate is given.
  public init(camera: VideoDevice, options: VideoOptions = VideoOptions()) throws(RecordingError) {
    let count = options.channelCount ?? 3
    header = VideoHeader(
      name: camera.name, format: .video, width: camera.width, height: camera.height, channelCount: count,
      frameCount: nil, rate: options.rate, provenance: "\(camera.format) camera through ffmpeg")
    frames = FFmpegFrames(
      FFmpegFrames.Input(
        name: camera.name, arguments: camera.arguments, track: nil,
        pixelFormat: count == 1 ? "gray" : "rgb24",
        bytesPerFrame: camera.width * camera.height * count, rate: options.rate ?? 30, isSteady: false,
        frameCount: nil, isLive: true),
      ffmpeg: options.ffmpeg)
    isLive = true
  }

  public func read(into frame: inout VideoFrame) throws(RecordingError) -> FrameOutcome {
    let index = frames.index
    guard try frames.read() else { return .end }
    header.fit(&frame, index: index)
    if isLive && header.rate == nil {
      let now = ContinuousClock.now
      frame.time = start.map { $0.duration(to: now) / .seconds(1) } ?? 0
      if start == nil { start = now }
    }
    let count = header.channelCount
    let bytes = frames.raw
    for channel in 0..<count {
      frame.channels[channel].withMutablePixels { pixels in
        let raw = bytes.span
        precondition(raw.count == count * pixels.count, "a byte a channel")
        for place in pixels.indices { pixels[place] = raw[place &* count &+ channel] }
      }
    }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool { try frames.seek(to: frame) }

  /// Stops ffmpeg; every further read starts it anew.
  public func close() { frames.close() }
}
