/// One gray or colour picture of an ordinary camera: no depth, so nothing in it has a place in metres.
public struct VideoFrame: Sendable {
  /// One plane of gray, or three of red, green and blue, 0 to 255; all of one size.
  public var channels: [Plane<UInt8>]
  /// Seconds since the recording's start.
  public var time: Double

  /// Pixels in a row, and rows.
  public var width: Int { channels[0].width }
  public var height: Int { channels[0].height }

  public init(channels: [Plane<UInt8>], time: Double) {
    precondition(channels.count == 1 || channels.count == 3, "a picture is gray or has three colours")
    precondition(
      channels.allSatisfy { $0.width == channels[0].width && $0.height == channels[0].height },
      "all channels have one size")
    self.channels = channels
    self.time = time
  }

  /// A black picture.
  public init(width: Int, height: Int, channelCount: Int) {
    self.init(
      channels: (0..<channelCount).map { _ in Plane(width: width, height: height, repeating: 0) }, time: 0)
  }
}
