import Foundation
import Kinesphere

/// MSR-Action3D's `.bin`: frames, width and height as little-endian 32-bit numbers, then one such number a pixel.
///
/// The header is checked against the file's size before anything is allocated. Costs one `pread` and one pass
/// over the pixels per frame; allocates nothing per frame.
public final class MSRRecording: Recording {
  public let header: RecordingHeader
  private let file: InputFile
  private let conversion: DepthConversion
  private let frameCount: Int
  private var raw: [UInt32]
  private var index = 0

  static let headerSize = 12

  /// Opens and checks a file. Throws where header and size disagree or something is unstated.
  public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    let file = try InputFile(path)
    let shape = try Self.shape(of: file)
    self.file = file
    frameCount = shape.frames
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: .msrBin, width: shape.width, height: shape.height, frameCount: shape.frames,
        card: .matching(
          format: .msrBin, name: InputFile.stem(path), width: shape.width, height: shape.height)),
      options: options)
    conversion = DepthConversion(unit: header.unit)
    raw = [UInt32](repeating: 0, count: shape.width * shape.height)
  }

  /// Whether the first bytes can be those of this format: a size that a picture can have.
  static func recognises(_ file: InputFile) throws(RecordingError) -> Bool {
    let head = try file.bytes(at: 0, count: headerSize)
    guard head.count == headerSize else { return false }
    let width = head.littleEndian(UInt32.self, at: 4)
    let height = head.littleEndian(UInt32.self, at: 8)
    return (1...8192).contains(width) && (1...8192).contains(height)
      && head.littleEndian(UInt32.self, at: 0) > 0
  }

  /// Whether header and size agree.
  static func fits(_ file: InputFile) -> Bool { (try? shape(of: file)) != nil }

  private static func shape(of file: InputFile) throws(RecordingError) -> (
    frames: Int, width: Int, height: Int
  ) {
    let head = try file.bytes(at: 0, count: headerSize)
    guard head.count == headerSize else {
      throw RecordingError(
        .truncated, file: file.path, expected: "a header of \(headerSize) bytes",
        actual: "the file holds \(head.count)")
    }
    let frames = Int(head.littleEndian(UInt32.self, at: 0))
    let width = Int(head.littleEndian(UInt32.self, at: 4))
    let height = Int(head.littleEndian(UInt32.self, at: 8))
    guard frames > 0, (1...8192).contains(width), (1...8192).contains(height) else {
      throw RecordingError(
        .invalid, file: file.path, expected: "at least one frame of 1 to 8192 pixels a side",
        actual: "the header says \(frames) frames of \(width) x \(height)")
    }
    // At most 2^32 * 2^13 * 2^13 * 4 = 2^60: no overflow.
    let expected = headerSize + frames * width * height * 4
    guard file.size == expected else {
      throw RecordingError(
        file.size < expected ? .truncated : .invalid, file: file.path,
        expected: "\(expected) bytes for \(frames) frames of \(width) x \(height)",
        actual: "the file holds \(file.size)")
    }
    return (frames, width, height)
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    guard index < frameCount else { return .end }
    header.fit(&frame, index: index)
    let bytes = raw.count * 4
    let offset = Self.headerSize + index * bytes
    let got = try file.read(into: &raw, at: offset)
    guard got == bytes else {
      throw RecordingError(
        .truncated, file: file.path, expected: "\(bytes) bytes of frame \(index)",
        actual: "only \(got) are left: the file shrank")
    }
    index += 1
    frame.depth.withMutablePixels { conversion.convert(raw, into: &$0) }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...frameCount).contains(frame) else { return false }
    index = frame
    return true
  }
}
