/// The networks between a dancer's picture and a pose, as one weights file holds them.
///
/// | preset | an observation | the LSTM-CNN's output |
/// |---|---|---|
/// | `channels` | the 7 motion channels | `[18, 3]` metres relative to the crop's centre |
/// | `crop` | the crop encoder's `[18, 3]` metres and 18 scales in metres, then the 7 channels: 79 | `[18, 3]` metres to add to the encoder's |
/// | `parts` | as `crop`, with the 126 numbers of a ``PartObservation`` before the channels: 205 | as `crop` |
///
/// `channels` is the paper's configuration (doi:10.3389/fnbot.2026.1743288, section 3.3); seven numbers cannot carry
/// 54, so `crop` is the one to use. All see a mirrored picture, as Kinect delivers it.
public struct PoseNetwork: Sendable {
  public let lstmcnn: LSTMCNN
  /// nil in the preset `channels`.
  public let encoder: CropEncoder?
  /// nil but in the preset `parts`.
  public let segmenter: PartSegmenter?
  /// Whether the encoder also looks at the crop's mirror image and the mean of both answers counts. Twice the encoder's time;
  /// nothing in the preset `channels`.
  public var averagesMirror = false

  /// Numbers of an observation with these networks: 7, 79 or 205.
  public static func inputs(hasEncoder: Bool, hasSegmenter: Bool = false) -> Int {
    (hasEncoder ? KeyPoint.count * 4 : 0) + (hasSegmenter ? PartObservation.count : 0) + 7
  }

  /// Throws where they do not belong together.
  public init(
    lstmcnn: LSTMCNN, encoder: CropEncoder?, segmenter: PartSegmenter? = nil
  ) throws(NetworkMismatch) {
    let inputs = Self.inputs(hasEncoder: encoder != nil, hasSegmenter: segmenter != nil)
    guard lstmcnn.configuration.inputs == inputs else {
      let others = encoder == nil ? "without" : segmenter == nil ? "with" : "with a part segmenter and"
      throw .configuration(
        field: "lstmcnn.inputs", expected: "\(inputs) \(others) an encoder",
        actual: "\(lstmcnn.configuration.inputs)")
    }
    if let encoder { try Self.check(encoder.configuration) }
    if let segmenter, segmenter.encoder != encoder?.configuration {
      throw .configuration(
        field: "parts", expected: "for the encoder beside it",
        actual: encoder == nil ? "without one" : "for another")
    }
    self.lstmcnn = lstmcnn
    self.encoder = encoder
    self.segmenter = segmenter
  }

  /// The crop is cut in one size only.
  private static func check(_ encoder: CropEncoder.Configuration) throws(NetworkMismatch) {
    guard encoder.size == DepthCrop.size else {
      throw .configuration(field: "encoder.size", expected: "\(DepthCrop.size)", actual: "\(encoder.size)")
    }
    guard encoder.halfSize == DepthCrop.halfSize else {
      throw .configuration(
        field: "encoder.halfSize", expected: "\(DepthCrop.halfSize)", actual: "\(encoder.halfSize)")
    }
  }
}
