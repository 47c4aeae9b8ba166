import Foundation
import Kinesphere

/// Depth as a folder of 16-bit gray PNG pictures, with times as ``PictureFolder`` finds them.
///
/// A picture that cannot be decoded or has another size is a damaged frame; the next ones are read all the same. Pixels say
/// no unit, so one must be given, unless `recording.json`, which `kinesphere convert` writes, lies among them. Holds one
/// picture and its file.
public final class PictureFolderDepth: Recording {
  public let header: RecordingHeader
  /// What `recording.json` says; nil where there is none.
  let description: TakeDescription?
  private let folder: PictureFolder
  private let hasGivenRate: Bool
  private let decoder = PNGDecoder()
  private let conversion: DepthConversion
  private var bytes: [UInt8] = []
  private var index = 0

  static let descriptionName = "recording.json"

  public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    folder = try PictureFolder(path)
    let head = try folder.firstHead()
    guard head.bits == 16 else {
      throw RecordingError(
        .invalid, file: path, expected: "depth as gray pictures of 16 bits",
        actual: "they have \(head.channelCount == 1 ? "gray" : "colour") of 8 bits: that is video")
    }
    let file = path + "/" + Self.descriptionName
    description = FileManager.default.fileExists(atPath: file) ? try TakeDescription(path: file) : nil
    let isOurs = description?.camera.width == head.width && description?.camera.height == head.height
    let known = isOurs ? description : nil
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: .png, width: head.width, height: head.height, frameCount: folder.names.count,
        camera: known?.camera, rate: known?.rate ?? folder.times.flatMap(FrameTimes.rate),
        unit: known.map { _ in .millimetre }, isSegmented: known?.isSegmented,
        provenance: [known?.provenance, folder.provenance].compactMap { $0 }.joined(separator: "; ")),
      options: options)
    conversion = DepthConversion(unit: header.unit)
    hasGivenRate = options.rate != nil
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    guard index < folder.names.count else { return .end }
    header.fit(&frame, index: folder.numbers?[index] ?? index)
    if let times = folder.times, !hasGivenRate { frame.time = times[index] }
    let name = folder.names[index]
    index += 1
    do throws(RecordingError) {
      let head = try folder.decode(name, with: decoder, &bytes)
      guard head.width == header.width, head.height == header.height, head.bits == 16 else {
        return .damaged(
          reason: "\(name): expected \(header.width) x \(header.height) of 16 bits, but it has "
            + "\(head.width) x \(head.height) of \(head.bits)")
      }
    } catch {
      return .damaged(reason: "\(name): expected \(error.expected), but \(error.actual)")
    }
    let (width, height) = (header.width, header.height)
    let bytes = decoder.pixels
    frame.depth.withMutablePixels { depth in
      let rows = bytes.span
      precondition(rows.count == (2 * width + 1) * height, "the picture's size was compared")
      for y in 0..<height {
        let start = y &* (2 &* width &+ 1) &+ 1
        for x in 0..<width {
          depth[y &* width &+ x] = UInt16(rows[start &+ 2 &* x]) &<< 8 | UInt16(rows[start &+ 2 &* x &+ 1])
        }
      }
      conversion.convert(&depth)
    }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...folder.names.count).contains(frame) else { return false }
    index = frame
    return true
  }
}

extension PictureFolder {
  /// The head of the first picture that has a sound one; throws where none of the first ten has.
  func firstHead() throws(RecordingError) -> PNGHead {
    var last = RecordingError(.invalid, file: path, expected: "PNG pictures", actual: "there are none")
    for name in names.prefix(10) {
      do throws(RecordingError) {
        let file = try InputFile(path + "/" + name)
        return try PNGHead(try file.bytes(at: 0, count: PNGHead.size), file: file.path)
      } catch { last = error }
    }
    throw last
  }

  /// Reads and decodes a picture, through `bytes`.
  func decode(_ name: String, with decoder: PNGDecoder, _ bytes: inout [UInt8]) throws(RecordingError)
    -> PNGHead
  {
    let file = try InputFile(path + "/" + name)
    // Room for a picture of the largest size that deflate made longer.
    guard file.size <= 512 << 20 else {
      throw RecordingError(
        .invalid, file: file.path, expected: "a picture of at most 512 MiB",
        actual: "it holds \(file.size) bytes")
    }
    if bytes.count < file.size {
      bytes = [UInt8](repeating: 0, count: file.size)
    } else {
      bytes.removeLast(bytes.count - file.size)
    }
    guard try file.read(into: &bytes, at: 0) == file.size else {
      throw RecordingError(
        .truncated, file: file.path, expected: "\(file.size) bytes", actual: "the file shrank")
    }
    return try decoder.decode(&bytes, file: file.path)
  }
}
