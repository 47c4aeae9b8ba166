import Kinesphere

/// What the user says about a gray or colour video.
public struct VideoOptions: Sendable {
  /// 1 = gray, 3 = colour; nil: as the file is (a colour codec gives colour).
  public var channelCount: Int?
  /// Frames per second; nil: the file's own, else 30 with that said in the provenance.
  public var rate: Double?
  /// Who decodes what is not decoded here.
  public var ffmpeg: FFmpeg

  public init(channelCount: Int? = nil, rate: Double? = nil, ffmpeg: FFmpeg = FFmpeg()) {
    precondition(channelCount == nil || channelCount == 1 || channelCount == 3, "gray or colour")
    self.channelCount = channelCount
    self.rate = rate
    self.ffmpeg = ffmpeg
  }
}

extension VideoHeader {
  /// Makes `frame` fit this video, keeping its storage where the size is right.
  func fit(_ frame: inout VideoFrame, index: Int) {
    if frame.channels.count != channelCount || frame.width != width || frame.height != height {
      frame = VideoFrame(width: width, height: height, channelCount: channelCount)
    }
    if let rate { frame.time = Double(index) / rate }
  }
}
