import Foundation
import Kinesphere

/// Depth in a NumPy `.npy` or `.npz`: an array `[frames, height, width]` or `[height, width]`.
///
/// Numbers of 1 to 8 bytes are taken, whole or not, in both byte orders: negative ones, NaN and infinity become 0 (no
/// reading), fractions of a millimetre are rounded. A plain array says no unit, so one must be given. In an `.npz` the
/// array is `depth`, else the only one of three dimensions; `times` (seconds, one a frame) are taken, and so is the
/// `description` that `kinesphere convert` writes, with camera, rate and unit. A frame of 16-bit numbers costs one read
/// and one pass over the pixels.
public final class ArrayRecording: Recording {
  public let header: RecordingHeader
  /// What `kinesphere convert` wrote of the take that it came from; nil elsewhere.
  let description: TakeDescription?
  private let frames: ArrayFrames
  private let times: [Double]?
  private let conversion: DepthConversion
  /// Whether its numbers may hold fractions of a millimetre.
  package var hasFractions: Bool { frames.source.header.number.kind == .float }

  public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    let content = try ArrayContent(path: path)
    let source = try content.depth()
    frames = try ArrayFrames(source, file: path, takesColours: false)
    description = try content.description()
    times = options.rate == nil ? try content.times(count: frames.frameCount) : nil
    let isOurs = description?.camera.width == frames.width && description?.camera.height == frames.height
    let known = isOurs ? description : nil
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: content.isArchive ? .npz : .npy, width: frames.width, height: frames.height,
        frameCount: frames.frameCount, camera: known?.camera,
        rate: times.flatMap(FrameTimes.rate) ?? known?.rate, unit: known.map { _ in .millimetre },
        isSegmented: known?.isSegmented, provenance: known?.provenance), options: options)
    conversion = DepthConversion(unit: header.unit)
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    let index = frames.next
    guard index < frames.frameCount else { return .end }
    header.fit(&frame, index: index)
    if let times { frame.time = times[index] }
    try frames.read()
    let number = frames.source.header.number
    frame.depth.withMutablePixels { depth in
      if number.size == 2, number.kind == .unsigned, !frames.source.header.isFortran {
        Self.join(frames.raw, number.byteOrder, into: &depth)
        conversion.convert(&depth)
      } else {
        convert(number, into: &depth)
      }
    }
    return .frame
  }

  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    guard (0...frames.frameCount).contains(frame) else { return false }
    try frames.seek(to: frame)
    return true
  }

  private static func join(_ bytes: [UInt8], _ byteOrder: ByteOrder, into depth: inout MutableSpan<UInt16>) {
    let raw = bytes.span
    precondition(raw.count == 2 * depth.count, "two bytes a pixel")
    let (low, high) = byteOrder == .littleEndian ? (0, 1) : (1, 0)
    for index in depth.indices {
      depth[index] = UInt16(raw[2 &* index &+ low]) | UInt16(raw[2 &* index &+ high]) &<< 8
    }
  }

  private func convert(_ number: ArrayNumber, into depth: inout MutableSpan<UInt16>) {
    let factor = header.unit.millimetres
    let bytes = frames.raw
    let raw = bytes.span
    for y in 0..<header.height {
      for x in 0..<header.width {
        let value = (number.double(raw, at: frames.place(x: x, y: y)) * factor).rounded()
        depth[y * header.width + x] = value > 0 && value.isFinite ? UInt16(min(value, 65535)) : 0
      }
    }
  }
}
