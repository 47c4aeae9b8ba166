import Kinesphere
import KinesphereData
import Torch

/// One network with two heads: a crop encoder that votes for 18 key-points, and body parts read from the same features.
///
/// The encoder's votes are untouched by the part head but for what both teach the shared layers.
public struct TrainablePartPose: TrainableNetwork {
  /// What the network says of a batch.
  public struct Output {
    /// Classes of every cell of the low-level grid, from which the runtime takes its part observation; `[n, 19, 36, 36]`
    /// by default.
    public let cellLogits: Tensor
    /// `[n, 18, 3]` in units of 10 cm relative to the crop's centre, as ``TrainableCropEncoder/Output``.
    public let points: Tensor
    /// Logarithm of the Laplace scale of the error, `[n, 18]`.
    public let logScales: Tensor
    /// Side of a crop.
    let size: Int

    /// Classes of every pixel of the crop, `[n, 19, size, size]`: ``cellLogits``, resized between the cells' centres.
    public func logits() throws(TorchError) -> Tensor { try cellLogits.resized(height: size, width: size) }
  }

  /// The shared layers and the votes.
  public let encoder: TrainableCropEncoder
  /// What reads parts from the shared layers.
  public let head: TrainablePartHead

  /// Throws ``NetworkMismatch`` where the head does not fit the encoder. The encoder starts with the numbers that it
  /// would have alone.
  public init(
    _ encoder: CropEncoder.Configuration, parts: PartSegmenterConfiguration = PartSegmenterConfiguration(),
    using generator: inout some RandomNumberGenerator
  ) throws {
    self.encoder = try TrainableCropEncoder(encoder, using: &generator)
    head = try TrainablePartHead(parts, beside: encoder, using: &generator)
  }

  /// Parts, points and scales of crops `[n, 1, size, size]`; while training, n is 2 or more.
  public func callAsFunction(_ crops: Tensor, training: Bool, momentum: Double = 0.1) throws -> Output {
    try self(crops, Pass(training: training, momentum: momentum))
  }

  func callAsFunction(_ crops: Tensor, _ pass: Pass) throws -> Output {
    let (features, lowLevel) = try features(crops, pass)
    let cellLogits = try head(features, lowLevel: lowLevel, pass)
    let votes = try encoder.answer(features)
    return Output(
      cellLogits: cellLogits, points: votes.points, logScales: votes.logScales,
      size: encoder.configuration.size)
  }

  /// Makes a student other than its twin: what reads the shared layers, for parts and for key-points, is off by normal noise of
  /// `share` of each tensor's root mean square. Two that start alike would stay alike, and have nothing to teach each other.
  func setApart(by share: Float, using generator: inout SeededGenerator) throws(TorchError) {
    try head.disturb(by: share, using: &generator)
    try encoder.votes.weight.disturb(by: share, using: &generator)
    try encoder.votes.bias?.disturb(by: share, using: &generator)
  }

  /// All numbers, `encoder.*` and then `parts.*`.
  public var state: [NamedTensor] { encoder.state + head.state }

  /// The encoder's last output and its low-level one.
  private func features(_ crops: Tensor, _ pass: Pass) throws(TorchError) -> (last: Tensor, low: Tensor) {
    let split = head.configuration.lowLevelLayer + 1
    // A crop of one channel has no order that convolutions could keep. From here on they keep this one, which takes a
    // fifth off a step in 32-bit floats (batch 64, one thread, AVX-512).
    let low = try encoder.features(crops, layers: 0..<split, pass).channelsInnermost()
    return (try encoder.features(low, layers: split..<encoder.layers.count, pass), low)
  }
}

extension TrainablePartPose {
  /// The weights as the runtime reads them, `encoder.*` and `parts.*`, with batch normalisation folded in.
  public func folded() throws -> Parameters {
    var block = try encoder.folded()
    try head.fold(into: &block)
    return block
  }

  /// Starts from the numbers of a run or of a weights file. Where the file has an encoder only, the head keeps its random
  /// start. Folded weights get their normalisation back from the statistics of up to 256 of the crops.
  func load(starting block: Parameters, file: String, crops: CropSet) throws {
    if block.entry("encoder.layer0.bias") != nil {
      try encoder.unfold(block, file: file, crops: crops)
    } else {
      try encoder.load(block, file: file)
    }
    guard block.entries.contains(where: { $0.name.hasPrefix("parts.") }) else { return }
    guard block.entry("parts.pyramid0.bias") != nil else { return try head.load(block, file: file) }
    let (last, low) = try Engine.withoutGradients {
      try features(encoder.sample(crops), .answering)
    }
    try head.unfold(block, file: file, features: last, lowLevel: low)
  }
}
