import Kinesphere

/// A depth track of whatever ffmpeg decodes: 16-bit gray, as in the `.mkv` of Azure Kinect (raw `b16g`, big-endian) or
/// FFV1.
///
/// The track is the one titled DEPTH, else the only 16-bit gray one. Unit and camera are known where `kinesphere convert` wrote
/// the file; Azure Kinect's is in millimetres and not mirrored, its calibration is not read. Times are numbers of frames at
/// the nominal rate.
public final class FFmpegDepth: Recording {
  public let header: RecordingHeader
  /// What `kinesphere convert` wrote; nil elsewhere.
  let description: TakeDescription?
  private let frames: FFmpegFrames
  private let conversion: DepthConversion

  /// The tag in which `kinesphere convert` keeps a take's description.
  static let tag = "KINESPHERE"

  convenience init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    try self.init(path: path, probe: try FFmpegProbe(path: path, ffmpeg: options.ffmpeg), options: options)
  }

  init(path: String, probe: FFmpegProbe, options: RecordingOptions) throws(RecordingError) {
    guard let track = probe.depthTrack else {
      let found = probe.tracks.map { "\($0.codec) \($0.pixelFormat)" }.joined(separator: ", ")
      throw RecordingError(
        .unknownFormat, file: path, expected: "a track of depth (16-bit gray)",
        actual: found.isEmpty
          ? "there is no picture in it" : "there is \(found): gray or colour video, not depth")
    }
    if let text = probe.tags[Self.tag] {
      description = try TakeDescription(json: Array(text.utf8), file: path)
    } else {
      description = nil
    }
    let isOurs = description?.camera.width == track.width && description?.camera.height == track.height
    let known = isOurs ? description : nil
    var count = known?.frames
    if count == nil { count = try track.countedFrames(path: path, ffmpeg: options.ffmpeg) }
    let isAzure = probe.tags.keys.contains { $0.hasPrefix("K4A_") }
    var options = options
    if isAzure && options.mirrored == nil { options.mirrored = options.camera?.isMirrored ?? false }
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: .video, width: track.width, height: track.height, frameCount: count,
        camera: known?.camera, rate: known?.rate ?? track.rate,
        unit: known != nil || isAzure ? .millimetre : nil, isSegmented: known?.isSegmented,
        provenance: [known?.provenance, track.provenance].compactMap { $0 }.joined(separator: "; ")),
      options: options)
    conversion = DepthConversion(unit: header.unit)
    frames = FFmpegFrames(
      track.input(path: path, pixelFormat: "gray16le", bytesPerPixel: 2, frameCount: count),
      ffmpeg: options.ffmpeg)
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    let index = frames.index
    guard try frames.read() else { return .end }
    header.fit(&frame, index: index)
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

  public func seek(to frame: Int) throws(RecordingError) -> Bool { try frames.seek(to: frame) }
}

extension FFmpegProbe.Track {
  /// Who decodes what: one line.
  var provenance: String {
    "\(codec) (\(pixelFormat)\(title.isEmpty ? "" : ", '\(title)'")) decoded by ffmpeg"
      + (rate == nil ? "" : ", frames at the nominal rate")
  }

  /// The number of frames, counted where the file does not say it: that walks the file, without decoding.
  func countedFrames(path: String, ffmpeg: FFmpeg) throws(RecordingError) -> Int? {
    if let frameCount { return frameCount }
    let counted = try FFmpegProbe(path: path, ffmpeg: ffmpeg, counting: true)
    return counted.tracks.first { $0.index == index }?.frameCount
  }

  func input(path: String, pixelFormat: String, bytesPerPixel: Int, frameCount: Int?) -> FFmpegFrames.Input {
    FFmpegFrames.Input(
      name: path, arguments: FFmpeg.localOnly + ["-i", FFmpeg.url(path)], track: index,
      pixelFormat: pixelFormat,
      bytesPerFrame: width * height * bytesPerPixel, rate: rate ?? 30, isSteady: isSteady,
      frameCount: frameCount)
  }
}
