/// The two networks between a dancer's picture and a pose, as one weights file holds them.
///
/// | preset | an observation | the LSTM-CNN's output |
/// |---|---|---|
/// | `channels` | the 7 motion channels | `[18, 3]` metres relative to the crop's centre |
/// | `crop` | the crop encoder's `[18, 3]` metres and 18 scales in metres, then the 7 channels: 79 | `[18, 3]` metres to add to the encoder's |
///
/// `channels` is the paper's configuration (doi:10.3389/fnbot.2026.1743288, section 3.3); seven numbers cannot carry
/// 54, so `crop` is the one to use. Both see a mirrored picture, as Kinect delivers it.
public struct PoseNetwork: Sendable {
  public let lstmcnn: LSTMCNN
  /// nil in the preset `channels`.
  public let encoder: CropEncoder?

  /// Throws where the two do not belong together.
  public init(lstmcnn: LSTMCNN, encoder: CropEncoder?) throws(NetworkMismatch) {
    let inputs = encoder == nil ? 7 : KeyPoint.count * 4 + 7
    guard lstmcnn.configuration.inputs == inputs else {
      throw .configuration(
        field: "lstmcnn.inputs", expected: "\(inputs) \(encoder == nil ? "without" : "with") an encoder",
        actual: "\(lstmcnn.configuration.inputs)")
    }
    if let size = encoder?.configuration.size, size != DepthCrop.size {
      throw .configuration(field: "encoder.size", expected: "\(DepthCrop.size)", actual: "\(size)")
    }
    if let halfSize = encoder?.configuration.halfSize, halfSize != DepthCrop.halfSize {
      throw .configuration(
        field: "encoder.halfSize", expected: "\(DepthCrop.halfSize)", actual: "\(halfSize)")
    }
    self.lstmcnn = lstmcnn
    self.encoder = encoder
  }
}
