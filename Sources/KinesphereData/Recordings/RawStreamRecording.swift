import Foundation
import Kinesphere

/// Which byte of a raw 16-bit number comes first.
public enum ByteOrder: String, Sendable, CaseIterable {
  case littleEndian = "little"
  case bigEndian = "big"
}

/// Raw 16-bit depth pictures from an open file descriptor, such as a live camera piped into standard input.
///
/// Every frame is `width * height` unsigned 16-bit numbers, row-major, nothing between frames. Nothing in the
/// stream says what it is, so size, byte order, camera and unit are given; a frame of another size in mid-stream
/// cannot be seen. An incomplete last frame is reported as damaged. Allocates nothing per frame. Reading
/// waits for the sender: a pipe makes it wait in turn, so no frame is dropped here.
public final class RawStreamRecording: Recording {
  public let header: RecordingHeader
  private let descriptor: Int32
  private let byteOrder: ByteOrder
  private let conversion: DepthConversion
  private var raw: [UInt16]
  private var index = 0
  private var hasEnded = false
  private var start: Double?
  private let isInterrupted: () -> Bool

  /// Reads from `descriptor`, which stays the caller's to close.
  ///
  /// `isInterrupted` is asked where a signal interrupts the wait for a frame: true ends the stream.
  /// `rate` in Hz numbers the frames' times; nil takes the time of arrival, 0 for the first frame. `name` is
  /// what errors and reports call the stream.
  public init(
    fileDescriptor descriptor: Int32, name: String = "standard input", camera: Camera, unit: DepthUnit,
    byteOrder: ByteOrder = .littleEndian, rate: Double? = nil, isSegmented: Bool = false,
    isInterrupted: @escaping () -> Bool = { false }
  ) throws(RecordingError) {
    guard (1...8192).contains(camera.width), (1...8192).contains(camera.height) else {
      throw RecordingError(
        .invalid, file: name, expected: "pictures of 1 to 8192 pixels a side",
        actual: "\(camera.width) x \(camera.height) are wanted")
    }
    self.descriptor = descriptor
    self.isInterrupted = isInterrupted
    self.byteOrder = byteOrder
    header = RecordingHeader(
      name: name, format: .raw, width: camera.width, height: camera.height, camera: camera, frameCount: nil,
      rate: rate, unit: unit, isSegmented: isSegmented, provenance: "given options", card: nil, notices: [])
    conversion = DepthConversion(unit: unit)
    raw = [UInt16](repeating: 0, count: camera.width * camera.height)
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    if hasEnded { return .end }
    let got = try fill()
    if got == 0 {
      hasEnded = true
      return .end
    }
    header.fit(&frame, index: index)
    if header.rate == nil { frame.time = arrival() }
    index += 1
    guard got == raw.count * 2 else {
      hasEnded = true
      return .damaged(
        reason: "frame \(index - 1): expected \(raw.count * 2) bytes, but the stream ended after \(got)")
    }
    frame.depth.withMutablePixels { conversion.convert(raw, byteOrder, into: &$0) }
    return .frame
  }

  /// Reads one frame's bytes, or what is left of them.
  private func fill() throws(RecordingError) -> Int {
    let (descriptor, isInterrupted) = (self.descriptor, self.isInterrupted)
    let got = raw.withUnsafeMutableBytes { bytes -> Int in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let count = Foundation.read(descriptor, base + done, bytes.count - done)
        if count == 0 { break }
        if count < 0 {
          if errno == EINTR && isInterrupted() { break }
          if errno == EINTR { continue }
          return -1
        }
        done += count
      }
      return done
    }
    guard got >= 0 else {
      throw RecordingError(
        .unreadable, file: header.name, expected: "frame \(index)",
        actual: "the system says: \(String(cString: strerror(errno)))")
    }
    return got
  }

  private func arrival() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let seconds = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    if let start { return seconds - start }
    start = seconds
    return 0
  }
}
