import Foundation

/// Opens recordings, whatever their format.
public enum Recordings {
  /// What a recording holds.
  public enum Kind: String, Sendable {
    /// Distances: ``open(path:options:)``.
    case depth
    /// Gray or colour: ``openVideo(path:options:)``.
    case video
  }

  /// Opens the depth recording at `path`, whose format is recognised by its content, never by its name.
  ///
  /// Throws ``RecordingError`` where the content belongs to no known format, contradicts itself, or leaves
  /// unstated what neither a data set's card nor an option says.
  public static func open(
    path: String, options: RecordingOptions = RecordingOptions()
  ) throws(RecordingError) -> any Recording {
    switch try content(of: path, ffmpeg: options.ffmpeg) {
    case .take: return try TakeRecording(path: path, options: options)
    case .pictures: return try PictureFolderDepth(path: path, options: options)
    case .mat: return try MATRecording(path: path, options: options)
    case .array: return try ArrayRecording(path: path, options: options)
    case .msrBin: return try MSRRecording(path: path, options: options)
    case .ffmpeg(let probe): return try FFmpegDepth(path: path, probe: probe, options: options)
    }
  }

  /// Opens gray or colour video: a folder of 8-bit PNG, an array of bytes, what ffmpeg decodes, or a camera called
  /// `device:/dev/video0` or `device:FORMAT:NAME` (``VideoDevice``).
  public static func openVideo(
    path: String, options: VideoOptions = VideoOptions()
  ) throws(RecordingError) -> any VideoRecording {
    if let camera = VideoDevice(parsing: path) { return try FFmpegVideo(camera: camera, options: options) }
    switch try content(of: path, ffmpeg: options.ffmpeg) {
    case .pictures: return try PictureFolderVideo(path: path, options: options)
    case .array: return try ArrayVideo(path: path, options: options)
    case .ffmpeg(let probe): return try FFmpegVideo(path: path, probe: probe, options: options)
    case .take, .mat, .msrBin:
      throw RecordingError(.invalid, file: path, expected: "gray or colour video", actual: "it holds depth")
    }
  }

  /// Whether `path` holds depth or gray or colour video. A file with both (Azure Kinect's) counts as depth.
  public static func kind(path: String, ffmpeg: FFmpeg = FFmpeg()) throws(RecordingError) -> Kind {
    if VideoDevice(parsing: path) != nil { return .video }
    switch try content(of: path, ffmpeg: ffmpeg) {
    case .take, .mat, .msrBin: return .depth
    case .pictures: return try PictureFolder(path).firstHead().bits == 16 ? .depth : .video
    case .array: return try ArrayContent(path: path).isVideo() ? .video : .depth
    case .ffmpeg(let probe): return probe.depthTrack == nil ? .video : .depth
    }
  }

  /// What the first bytes belong to.
  private enum Content {
    case take, pictures, mat, array, msrBin
    case ffmpeg(FFmpegProbe)
  }

  private static func content(of path: String, ffmpeg: FFmpeg) throws(RecordingError) -> Content {
    if Take.recognises(path) { return .take }
    if PictureFolder.recognises(path) { return .pictures }
    let file = try InputFile(path)
    guard file.size > 0 else {
      throw RecordingError(.truncated, file: path, expected: "a recording", actual: "the file is empty")
    }
    if try MATFile.recognises(file) { return .mat }
    if try ArrayContent.recognises(file) { return .array }
    if try VideoContainer.recognises(file) {
      return .ffmpeg(try FFmpegProbe(path: path, ffmpeg: ffmpeg))
    }
    // `.bin` has no mark of its own: its header must describe a picture, and then the file's very size.
    if try MSRRecording.recognises(file) || path.hasSuffix(".bin") { return .msrBin }
    throw RecordingError(
      .unknownFormat, file: path,
      expected: "a take, a folder of PNG, an MSR-Action3D .bin, a MAT v5 file, a NumPy array or a video",
      actual: "its first bytes belong to none of them")
  }
}
