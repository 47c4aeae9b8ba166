/// A camera, as ffmpeg's device inputs name it.
public struct VideoDevice: Sendable, Equatable {
  /// ffmpeg's input: `v4l2` on Linux, `avfoundation` on macOS, `lavfi` for its test pictures.
  public var format: String
  /// The device's name there: `/dev/video0`.
  public var name: String
  /// Pixels that are wanted; the device's picture is scaled where it has others.
  public var width, height: Int

  public init(format: String = "v4l2", name: String, width: Int = 640, height: Int = 480) {
    precondition(
      (1...8192).contains(width) && (1...8192).contains(height), "a picture of 1 to 8192 pixels a side")
    self.format = format
    self.name = name
    self.width = width
    self.height = height
  }

  /// Reads `device:/dev/video0` or `device:FORMAT:NAME`; nil for a path of another kind.
  public init?(parsing text: String, width: Int = 640, height: Int = 480) {
    guard text.hasPrefix("device:") else { return nil }
    let rest = text.dropFirst("device:".count)
    guard !rest.isEmpty else { return nil }
    if let colon = rest.firstIndex(of: ":"), !rest.hasPrefix("/") {
      self.init(
        format: String(rest[..<colon]), name: String(rest[rest.index(after: colon)...]), width: width,
        height: height)
    } else {
      self.init(name: String(rest), width: width, height: height)
    }
  }

  /// ffmpeg's options up to `-i`, and the scaling after it.
  var arguments: [String] {
    let size = format == "v4l2" ? ["-video_size", "\(width)x\(height)"] : []
    return ["-f", format] + size + ["-i", name, "-vf", "scale=\(width):\(height)"]
  }
}
