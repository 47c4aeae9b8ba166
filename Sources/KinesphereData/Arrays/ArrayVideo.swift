import Kinesphere

/// Gray or colour video in a NumPy `.npy` or `.npz`: bytes `[frames, height, width]`, with 3 colours (red, green, blue)
/// last where it is colour.
///
/// In an `.npz` the array is `video`, else the only one of bytes with three or four dimensions.
public final class ArrayVideo: VideoRecording {
  public let header: VideoHeader
  private let frames: ArrayFrames
  private let times: [Double]?

  public init(path: String, options: VideoOptions = VideoOptions()) throws(RecordingError) {
    let content = try ArrayContent(path: path)
    let source = try content.video()
    frames = try ArrayFrames(source, file: path, takesColours: true)
    times = options.rate == nil ? try content.times(count: frames.frameCount) : nil
    header = VideoHeader(
      name: InputFile.stem(path), format: content.isArchive ? .npz : .npy, width: frames.width,
      height: frames.height, channelCount: options.channelCount ?? frames.channelCount,
      frameCount: frames.frameCount, rate: options.rate ?? times.flatMap(FrameTimes.rate) ?? 30,
      provenance: "\(source.name) \(source.header.shapeText)",
      notices: options.rate == nil && times == nil ? [RecordingHeader.assumedRate] : [])
  }

  public func read(into frame: inout VideoFrame) throws(RecordingError) -> FrameOutcome {
    let index = frames.next
    guard index < frames.frameCount else { return .end }
    header.fit(&frame, index: index)
    if let times { frame.time = times[index] }
    try frames.read()
    for y in 0..<header.height {
      for x in 0..<header.width {
        let place = y * header.width + x
        if frames.channelCount == header.channelCount {
          for channel in 0..<header.channelCount {
            frame.channels[channel].storage[place] = frames.raw[frames.place(x: x, y: y, channel: channel)]
          }
        } else if header.channelCount == 3 {
          for channel in 0..<3 {
            frame.channels[channel].storage[place] = frames.raw[frames.place(x: x, y: y)]
          }
        } else {
          frame.channels[0].storage[place] = Luma.gray(
            frames.raw[frames.place(x: x, y: y)], frames.raw[frames.place(x: x, y: y, channel: 1)],
            frames.raw[frames.place(x: x, y: y, channel: 2)])
        }
      }
    }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...frames.frameCount).contains(frame) else { return false }
    try frames.seek(to: frame)
    return true
  }
}
