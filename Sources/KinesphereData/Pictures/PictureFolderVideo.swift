import Kinesphere

/// Gray or colour video as a folder of 8-bit PNG pictures, with times as ``PictureFolder`` finds them.
public final class PictureFolderVideo: VideoRecording {
  public let header: VideoHeader
  private let folder: PictureFolder
  private let hasGivenRate: Bool
  private let decoder = PNGDecoder()
  private var bytes: [UInt8] = []
  private var index = 0

  public init(path: String, options: VideoOptions = VideoOptions()) throws(RecordingError) {
    folder = try PictureFolder(path)
    let head = try folder.firstHead()
    guard head.bits == 8 else {
      throw RecordingError(
        .invalid, file: path, expected: "video as pictures of 8 bits", actual: "they have 16: that is depth")
    }
    let own = folder.times.flatMap(FrameTimes.rate)
    let rate = options.rate ?? own
    header = VideoHeader(
      name: InputFile.stem(path), format: .png, width: head.width, height: head.height,
      channelCount: options.channelCount ?? head.channelCount, frameCount: folder.names.count,
      rate: rate ?? 30, provenance: folder.provenance,
      notices: rate == nil ? [RecordingHeader.assumedRate] : [])
    hasGivenRate = options.rate != nil
  }

  public func read(into frame: inout VideoFrame) throws(RecordingError) -> FrameOutcome {
    guard index < folder.names.count else { return .end }
    header.fit(&frame, index: folder.numbers?[index] ?? index)
    if let times = folder.times, !hasGivenRate { frame.time = times[index] }
    let name = folder.names[index]
    index += 1
    let head: PNGHead
    do throws(RecordingError) {
      head = try folder.decode(name, with: decoder, &bytes)
    } catch {
      return .damaged(reason: "\(name): expected \(error.expected), but \(error.actual)")
    }
    guard head.width == header.width, head.height == header.height, head.bits == 8 else {
      return .damaged(
        reason: "\(name): expected \(header.width) x \(header.height) of 8 bits, but it has "
          + "\(head.width) x \(head.height) of \(head.bits)")
    }
    let count = head.channelCount
    for y in 0..<head.height {
      for x in 0..<head.width {
        let place = y * (head.rowBytes + 1) + 1 + count * x
        if header.channelCount == 1 && count == 3 {
          frame.channels[0].storage[y * head.width + x] = Luma.gray(
            decoder.pixels[place], decoder.pixels[place + 1], decoder.pixels[place + 2])
        } else {
          for channel in 0..<header.channelCount {
            frame.channels[channel].storage[y * head.width + x] =
              decoder.pixels[place + (count == 3 ? channel : 0)]
          }
        }
      }
    }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...folder.names.count).contains(frame) else { return false }
    index = frame
    return true
  }
}
