import Kinesphere

/// A gray or colour recording, read frame by frame in order: ``Recording`` without depth.
///
/// A cursor that owns one frame's worth of storage. Use one from one task at a time.
public protocol VideoRecording: AnyObject {
  /// What is known before the first frame is read.
  var header: VideoHeader { get }
  /// Reads the next frame into `frame`, whose storage is reused where it fits; as ``Recording/read(into:)``.
  func read(into frame: inout VideoFrame) throws(RecordingError) -> FrameOutcome
  /// Makes frame `frame` the next one to be read; as ``Recording/seek(to:)``.
  func seek(to frame: Int) throws(RecordingError) -> Bool
}

extension VideoRecording {
  /// A stream that only goes forward.
  public func seek(to frame: Int) throws(RecordingError) -> Bool { false }
}

/// What is known of a video before its first frame is read.
public struct VideoHeader: Sendable {
  /// Short name for people: the file's without extension.
  public let name: String
  public let format: RecordingFormat
  /// Picture size in pixels.
  public let width, height: Int
  /// 1 for gray, 3 for colour.
  public let channelCount: Int
  /// nil where the file does not say, and for a live camera.
  public let frameCount: Int?
  /// Frames per second, nominal; nil where a live stream's clock decides.
  public let rate: Double?
  /// Where it comes from and who decoded it: one line.
  public let provenance: String
  /// What was noticed on opening, a line each.
  public let notices: [String]

  public init(
    name: String, format: RecordingFormat, width: Int, height: Int, channelCount: Int, frameCount: Int?,
    rate: Double?, provenance: String, notices: [String] = []
  ) {
    self.name = name
    self.format = format
    self.width = width
    self.height = height
    self.channelCount = channelCount
    self.frameCount = frameCount
    self.rate = rate
    self.provenance = provenance
    self.notices = notices
  }
}

extension VideoRecording {
  /// A black frame of the recording's size, to read into.
  public func makeFrame() -> VideoFrame {
    VideoFrame(width: header.width, height: header.height, channelCount: header.channelCount)
  }
}
