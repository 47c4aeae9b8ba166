import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// A recording of depth or of video as what works on masks sees it: frames, and pictures of them.
struct FrameReader<Frame> {
  let name: String
  let format: String
  let width, height: Int
  let rate: Double
  let frameCount: Int?
  let notices: [String]
  /// Of depth: whether the pixels that are not the dancer are 0 already, as far as is said; nil for video.
  let isSegmented: Bool?
  var frame: Frame
  let read: (inout Frame) throws -> FrameOutcome
  let time: (Frame) -> Double
  let paint: (Frame, MaskPainter, Plane<UInt8>) -> [UInt8]

  /// Reads the next sound frame into ``frame``; false at the end. Damaged frames are passed over and counted.
  mutating func next(damaged: inout Int) throws -> Bool {
    while true {
      try Interruption.check()
      switch try read(&frame) {
      case .frame: return true
      case .damaged: damaged += 1
      case .end: return false
      }
    }
  }

  /// One line about the recording.
  var subtitle: String { "\(format) · \(width) × \(height)" }
}

extension FrameReader<DepthFrame> {
  init(_ recording: any Recording) {
    let header = recording.header
    self.init(
      name: header.name, format: header.format.rawValue, width: header.width, height: header.height,
      rate: header.rate ?? 30, frameCount: header.frameCount, notices: header.notices,
      isSegmented: header.isSegmented, frame: recording.makeFrame(), read: { try recording.read(into: &$0) },
      time: \.time,
      paint: { frame, painter, owners in painter.paint(frame, owners: owners) })
  }
}

extension FrameReader<VideoFrame> {
  init(_ recording: any VideoRecording) {
    let header = recording.header
    self.init(
      name: header.name, format: header.format.rawValue, width: header.width, height: header.height,
      rate: header.rate ?? 30, frameCount: header.frameCount, notices: header.notices,
      isSegmented: nil, frame: recording.makeFrame(), read: { try recording.read(into: &$0) }, time: \.time,
      paint: { frame, painter, owners in painter.paint(frame, owners: owners) })
  }
}
