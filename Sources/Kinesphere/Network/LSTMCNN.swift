import CKernels

/// The paper's regressor: from a window of observations to 18 key-points, as 54 numbers.
///
/// Each observation is z-scored, `(x - mean) / deviation`, and an LSTM with 64 units runs over the window from
/// a zero state. Its last output `h` is one 8 x 8 plane: convolution 3 x 3 (8 channels, ReLU), max-pool 2 x 2,
/// convolution (16, ReLU), convolution (64, ReLU), 1024 features, dense 128, dense 54; no activation between
/// the two dense layers, and dropout only in training. See Yang, Sun, Lyu, Sun (2026),
/// doi:10.3389/fnbot.2026.1743288, section 3.3, eq. 2-9. `serial` is that; `dual` (their section 1) puts `h`
/// before the 1024 features, so the first dense layer reads 1088.
///
/// The value holds weights only and is shared freely; a ``Window`` holds what one stream needs.
///
/// | tensor | shape |
/// |---|---|
/// | normalisation.mean, normalisation.deviation | `[inputs]` |
/// | lstm.weight_ih, lstm.weight_hh (gates i f g o) | `[256, inputs]`, `[256, 64]` |
/// | lstm.bias_ih, lstm.bias_hh | `[256]` |
/// | conv1, conv2, conv3 .weight (and .bias) | `[8, 1, 3, 3]`, `[16, 8, 3, 3]`, `[64, 16, 3, 3]` |
/// | dense1.weight, dense2.weight (and .bias) | `[128, 1024 or 1088]`, `[54, 128]` |
public struct LSTMCNN: Sendable {
  /// How the LSTM's output reaches the dense layers.
  public enum Topology: String, Codable, Sendable, CaseIterable {
    /// Through the convolutions alone.
    case serial
    /// Through the convolutions and past them.
    case dual
  }

  /// The network's sizes, as weights files state them.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Numbers in one observation: 7 (the channels alone) or 79 (with the crop's key-points).
    public var inputs: Int
    /// Longest window, in observations.
    public var steps: Int
    /// Units of the LSTM; 64.
    public var hidden: Int
    /// Units of the first dense layer; 128.
    public var dense: Int
    public var topology: Topology

    public init(
      inputs: Int = 7, steps: Int = 100, hidden: Int = 64, dense: Int = 128, topology: Topology = .serial
    ) {
      self.inputs = inputs
      self.steps = steps
      self.hidden = hidden
      self.dense = dense
      self.topology = topology
    }

    /// Numbers that the first dense layer reads.
    public var features: Int { topology == .serial ? 1024 : 1024 + hidden }
  }

  /// Numbers in the output: x, y, z of the 18 key-points in order.
  public static let outputs = 3 * KeyPoint.count

  public let configuration: Configuration
  let level: CPULevel
  let weights: PackedWeights

  /// Packs PyTorch's tensors for the kernels; costs a few milliseconds. Throws where a tensor is missing, of
  /// another shape or not finite, or where the configuration is not one that the kernels run.
  public init(_ configuration: Configuration, parameters: Parameters) throws(NetworkMismatch) {
    try self.init(configuration, parameters: parameters, level: .current)
  }

  /// The same on a chosen CPU level, at most the machine's.
  package init(
    _ configuration: Configuration, parameters: Parameters, level: CPULevel
  ) throws(NetworkMismatch) {
    precondition(level <= .current, "a CPU runs its own level and those below")
    try configuration.check()
    self.configuration = configuration
    self.level = level
    weights = try PackedWeights(configuration, parameters: parameters)
  }
}

extension LSTMCNN.Configuration {
  /// Throws unless the kernels run these sizes.
  func check() throws(NetworkMismatch) {
    func require(
      _ field: String, _ value: Int, _ allowed: ClosedRange<Int>, _ words: String
    ) throws(NetworkMismatch) {
      guard allowed.contains(value) else {
        throw .configuration(field: "lstmcnn." + field, expected: words, actual: String(value))
      }
    }
    try require("inputs", inputs, 1...4096, "from 1 to 4096")
    try require("steps", steps, 1...10_000, "from 1 to 10000")
    try require("hidden", hidden, 64...64, "64")
    try require("dense", dense, 128...128, "128")
  }
}
