import Foundation
import Kinesphere

/// A depth camera that ffmpeg opens: 16-bit gray, live.
///
/// On Linux the device must offer 16-bit depth of the wanted size itself (Video4Linux's Z16 or Y16, as RealSense cameras do):
/// ffmpeg is told to take nothing else, so that a colour camera is refused and not taken for depth. With ffmpeg's other inputs,
/// such as `lavfi`, a picture of another size is scaled without mixing neighbours. Frames carry the time of their arrival, 0 for
/// the first, unless a rate is given.
public final class FFmpegDepthCamera: Recording {
  public let header: RecordingHeader
  private let frames: FFmpegFrames
  private let conversion: DepthConversion
  private var start: ContinuousClock.Instant?

  /// Opens nothing yet: the camera starts with the first read. `camera` and `unit` are what the device does not say.
  public init(
    device: VideoDevice, camera: Camera, unit: DepthUnit, rate: Double? = nil, isSegmented: Bool = false,
    ffmpeg: FFmpeg = FFmpeg()
  ) {
    precondition(
      device.width == camera.width && device.height == camera.height, "the device's pictures are the camera's"
    )
    header = RecordingHeader(
      name: device.name, format: .video, width: camera.width, height: camera.height, camera: camera,
      frameCount: nil, rate: rate, unit: unit, isSegmented: isSegmented,
      provenance: "\(device.format) depth camera through ffmpeg, given options", card: nil, notices: [])
    conversion = DepthConversion(unit: unit)
    frames = FFmpegFrames(
      FFmpegFrames.Input(
        name: device.name, arguments: device.depthArguments, track: nil, pixelFormat: "gray16le",
        bytesPerFrame: camera.width * camera.height * 2, rate: rate ?? 30, isSteady: false, frameCount: nil,
        isLive: true),
      ffmpeg: ffmpeg)
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    let index = frames.index
    guard try frames.read() else { return .end }
    header.fit(&frame, index: index)
    if header.rate == nil {
      let now = ContinuousClock.now
      frame.time = start.map { $0.duration(to: now) / .seconds(1) } ?? 0
      if start == nil { start = now }
    }
    let bytes = frames.raw
    frame.depth.withMutablePixels { depth in
      let raw = bytes.span
      precondition(raw.count == 2 * depth.count, "two bytes a pixel")
      for place in depth.indices {
        depth[place] = UInt16(raw[2 &* place]) | UInt16(raw[2 &* place &+ 1]) &<< 8
      }
      conversion.convert(&depth)
    }
    return .frame
  }

  /// Stops ffmpeg.
  public func close() { frames.close() }
}

extension VideoDevice {
  /// ffmpeg's options up to `-i` for 16-bit depth, and the scaling after it.
  fileprivate var depthArguments: [String] {
    let wanted = format == "v4l2" ? ["-input_format", "gray16le", "-video_size", "\(width)x\(height)"] : []
    let scaling = format == "v4l2" ? [] : ["-vf", "scale=\(width):\(height):flags=neighbor"]
    return ["-f", format] + wanted + ["-i", name] + scaling
  }
}
