import Foundation
import Kinesphere

/// Reads a take (the project's own folder of RVL-compressed depth) frame by frame.
///
/// A damaged frame in the middle is reported as `.damaged` and passed over; a torn end, as a crash leaves it, is
/// left out and noted in the header. Opening a finished take reads only its description; one that was cut off is
/// walked once to count its frames (some 1 µs a frame). Allocates nothing per frame once it has seen the
/// largest.
public final class TakeRecording: Recording {
  public let header: RecordingHeader
  /// What `take.json` says.
  public let description: TakeDescription
  private var log: RecordLogReader
  /// The log before its first record.
  private let start: RecordLogReader
  private var takeIndex: TakeIndex?
  private var bytes: [UInt32] = []
  private var lost = 0
  private var index = 0

  public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
    description = try TakeDescription(path: Take.file(Take.description, in: path))
    log = try RecordLogReader(InputFile(Take.file(Take.depth, in: path)))
    start = log
    try Self.checkSize(log, description)
    var notices: [String] = []
    let frames: Int
    if let known = description.frames, description.depthBytes == log.file.size {
      frames = known
    } else {
      let survey = try Self.survey(log)
      frames = survey.frames
      notices.append(
        description.frames.map { "the take had \($0) frames, but its depth now holds \(frames)" }
          ?? "the take was not finished: it holds \(frames) frames")
      if survey.torn > 0 { notices.append("its last \(survey.torn) bytes are a torn frame and are left out") }
    }
    let camera = description.camera
    header = try RecordingHeader(
      RecordingFacts(
        path: path, format: .take, width: camera.width, height: camera.height, frameCount: frames,
        camera: camera, rate: description.rate, unit: .millimetre, isSegmented: description.isSegmented,
        provenance: description.provenance, notices: notices),
      options: options)
    conversion = DepthConversion(unit: header.unit)
    hasGivenRate = options.rate != nil
  }

  private let conversion: DepthConversion
  /// A rate that the user gives numbers the frames, whatever times they carry.
  private let hasGivenRate: Bool

  /// Before storage is made for a picture: the first sound record must have the size that the description says.
  private static func checkSize(_ start: RecordLogReader, _ description: TakeDescription)
    throws(RecordingError)
  {
    var log = start
    while true {
      switch try log.next() {
      case .end, .torn: return
      case .gap: continue
      case .record(let head, _):
        let camera = description.camera
        guard head.width == camera.width, head.height == camera.height else {
          throw RecordingError(
            .invalid, file: log.file.path,
            expected: "\(camera.width) x \(camera.height) pixels, as \(Take.description) says",
            actual: "the first frame has \(head.width) x \(head.height)")
        }
        return
      }
    }
  }

  private static func survey(_ start: RecordLogReader) throws(RecordingError) -> (frames: Int, torn: Int) {
    var log = start
    var (frames, torn) = (0, 0)
    while true {
      switch try log.next() {
      case .record: frames += 1
      case .gap(let records, _): frames += records
      case .torn(let bytes, _): torn = bytes
      case .end: return (frames, torn)
      }
    }
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    if lost > 0 { return passLost(&frame) }
    switch try log.next() {
    case .end, .torn: return .end
    case .gap(let records, _):
      lost = records
      return passLost(&frame)
    case .record(let head, let payload):
      header.fit(&frame, index: index)
      if head.time.isFinite && !hasGivenRate { frame.time = head.time }
      index += 1
      if let reason = try readPicture(head, at: payload, into: &frame) {
        return .damaged(reason: "frame \(index - 1): \(reason)")
      }
      return .frame
    }
  }

  /// The first call walks the take's heads once, some 1 µs a frame, and keeps 16 bytes a frame.
  public func seek(to frame: Int) throws(RecordingError) -> Bool {
    if takeIndex == nil { takeIndex = try TakeIndex(start) }
    guard let places = takeIndex?.places, places.indices.contains(frame) else { return false }
    log.jump(to: places[frame].offset, nextIndex: frame)
    lost = places[frame].lost
    index = frame
    return true
  }

  private func passLost(_ frame: inout DepthFrame) -> FrameOutcome {
    lost -= 1
    header.fit(&frame, index: index)
    index += 1
    return .damaged(reason: "frame \(index - 1): its bytes are overwritten")
  }

  /// Reads and decodes a record's picture; returns what is wrong with it, if anything.
  private func readPicture(
    _ head: RecordHead, at payload: Int, into frame: inout DepthFrame
  ) throws(RecordingError) -> String? {
    guard head.width == header.width, head.height == header.height else {
      return "expected \(header.width) x \(header.height) pixels, but it has \(head.width) x \(head.height)"
    }
    let words = head.length / 4
    guard head.length % 4 == 0, words <= RVLDecoder.mostWords(pixels: header.width * header.height) else {
      return "expected a picture of its size, but it has \(head.length) bytes"
    }
    if bytes.count < words { bytes += [UInt32](repeating: 0, count: words - bytes.count) }
    let sum = try log.file.readChecked(into: &bytes, count: head.length, at: payload)
    guard sum == head.payloadChecksum else { return "its checksum is wrong" }
    let isWhole = frame.depth.withMutablePixels { depth in
      RVLDecoder.decode(bytes, count: words, into: &depth)
    }
    guard isWhole else { return "expected RVL data of one picture, but it is not" }
    frame.depth.withMutablePixels { conversion.convert(&$0) }
    return nil
  }
}

extension InputFile {
  /// Fills the first `count` bytes of `words` from `offset`; returns their checksum, of what there was.
  fileprivate func readChecked(
    into words: inout [UInt32], count: Int, at offset: Int
  ) throws(RecordingError) -> UInt32 {
    let outcome = words.withUnsafeMutableBytes { all -> Result<UInt32, RecordingError> in
      let part = UnsafeMutableRawBufferPointer(rebasing: all[..<count])
      do throws(RecordingError) {
        _ = try read(into: part, at: offset)
        return .success(RecordLog.checksum(UnsafeRawBufferPointer(part)))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
