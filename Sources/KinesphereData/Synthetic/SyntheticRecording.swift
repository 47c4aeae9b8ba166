import Kinesphere

/// A synthetic sequence as a recording: filmed while it is read, so a take of any length needs no disk.
///
/// A frame costs what ``SyntheticSequence/film(_:on:)`` does, 1 to 2 ms at 320 x 240.
public final class SyntheticRecording: Recording {
  public let header: RecordingHeader
  public let sequence: SyntheticSequence
  private var stage: SyntheticStage
  private var index = 0

  /// From the sequence's first frame; `name` is what reports call it.
  public init(_ sequence: SyntheticSequence, name: String) {
    self.sequence = sequence
    stage = SyntheticStage(camera: sequence.camera)
    header = RecordingHeader(
      name: name, format: .synthetic, width: sequence.camera.width, height: sequence.camera.height,
      camera: sequence.camera, frameCount: sequence.count, rate: sequence.rate, unit: .millimetre,
      isSegmented: sequence.room == nil, provenance: "the synthetic dancer", card: nil, notices: [])
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    guard index < sequence.count else { return .end }
    header.fit(&frame, index: index)
    sequence.film(index, on: &stage)
    frame.depth = stage.depth
    index += 1
    return .frame
  }
}
