import Foundation
import Kinesphere

/// Depth in a MATLAB MAT v5 file, as UTD-MHAD distributes it: an array `[rows, columns, frames]`.
///
/// The array is inflated as it is read, one frame at a time. Numbers of any type are taken: negative ones and
/// NaN become 0, fractions of a millimetre are rounded. A corrupt stream ends the reading with an error, as
/// nothing after the corruption can be found again.
public final class MATRecording: Recording {
  public let header: RecordingHeader
  private var array: MATArray
  private let path: String
  private let frameCount: Int
  private let conversion: DepthConversion
  private var raw: [UInt8]
  private var index = 0

  /// Opens a file and finds its depth array: `d_depth`, `depth`, or the only one with three dimensions.
  public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    let array = try Self.depthArray(in: MATFile(InputFile(path)), path: path)
    let (height, width) = (array.dimensions[0], array.dimensions[1])
    guard (1...8192).contains(width), (1...8192).contains(height) else {
      throw RecordingError(
        .invalid, file: path, expected: "pictures of 1 to 8192 pixels a side",
        actual: "\(array.name) has \(width) x \(height)")
    }
    self.path = path
    frameCount = array.count / (width * height)
    self.array = array
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: .mat, width: width, height: height, frameCount: frameCount,
        card: .matching(
          format: .mat, name: InputFile.stem(path), variable: array.name, width: width, height: height)),
      options: options)
    conversion = DepthConversion(unit: header.unit)
    raw = [UInt8](repeating: 0, count: width * height * array.storage.size)
  }

  private static func depthArray(in mat: MATFile, path: String) throws(RecordingError) -> MATArray {
    let all = try mat.arrays()
    if let named = all.first(where: { ["d_depth", "depth"].contains($0.name) && $0.dimensions.count <= 3 }) {
      return named
    }
    let candidates = all.filter { $0.dimensions.count == 3 }
    guard candidates.count == 1 else {
      let shapes = all.map { "\($0.name) [\($0.dimensions.map(String.init).joined(separator: ", "))]" }
      throw RecordingError(
        .unknownFormat, file: path, expected: "a depth array d_depth [rows, columns, frames]",
        actual: shapes.isEmpty ? "there is no numeric array" : "there is \(shapes.joined(separator: ", "))")
    }
    return candidates[0]
  }

  /// The array is one stream: going back starts it anew, and going forward reads what lies between.
  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...frameCount).contains(frame) else { return false }
    if frame < index {
      array = try Self.depthArray(in: MATFile(InputFile(path)), path: path)
      index = 0
    }
    while index < frame {
      try array.fill(&raw)
      index += 1
    }
    return true
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    guard index < frameCount else { return .end }
    header.fit(&frame, index: index)
    try array.fill(&raw)
    index += 1
    if index == frameCount { try array.finish() }
    let (storage, width, height) = (array.storage, header.width, header.height)
    frame.depth.withMutablePixels { depth in
      if storage == .uint16 {
        Self.transpose(raw, width: width, height: height, into: &depth)
        conversion.convert(&depth)
      } else {
        transposeConverting(into: &depth)
      }
    }
    return .frame
  }

  /// Column-major little-endian pixels to row-major ones, in blocks that stay in the cache.
  private static func transpose(
    _ bytes: [UInt8], width: Int, height: Int, into depth: inout MutableSpan<UInt16>
  ) {
    let raw = bytes.span
    precondition(raw.count == 2 * width * height && depth.count == width * height, "the picture's size")
    for top in stride(from: 0, to: height, by: 16) {
      for x in 0..<width {
        for y in top..<min(top &+ 16, height) {
          let place = 2 &* (x &* height &+ y)
          depth[y &* width &+ x] = UInt16(raw[place]) | UInt16(raw[place &+ 1]) << 8
        }
      }
    }
  }

  private func transposeConverting(into depth: inout MutableSpan<UInt16>) {
    let factor = header.unit.millimetres
    for y in 0..<header.height {
      for x in 0..<header.width {
        let value = (array.storage.double(raw, at: x * header.height + y) * factor).rounded()
        depth[y * header.width + x] = value > 0 ? UInt16(min(value, 65535)) : 0
      }
    }
  }
}
