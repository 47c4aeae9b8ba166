import Kinesphere
import Torch

/// The paper's regressor with gradients: z-score, LSTM, 8 x 8 plane, three convolutions, two dense layers, 54 numbers.
///
/// Yang, Sun, Lyu, Sun 2026, doi:10.3389/fnbot.2026.1743288, section 3.3, eq. 2-9. Dropout stands on the LSTM's last
/// output and between the dense layers. In units of 1 metre. `serial` and `dual` as ``LSTMCNN/Topology`` says.
public struct TrainableLSTMCNN: TrainableNetwork {
  public let configuration: LSTMCNN.Configuration
  /// Shares of numbers dropped while training: of the LSTM's output, and between the dense layers.
  public let stateDropout, denseDropout: Double
  public let mean, deviation: Tensor
  public let lstm: LSTM
  public let convolutions: [Convolution]
  public let dense: [Linear]

  /// Names and shapes of everything that is trained, in order; the files use the same names.
  static func shapes(_ configuration: LSTMCNN.Configuration) -> [(name: String, shape: [Int])] {
    let gates = 4 * configuration.hidden
    return [
      ("lstm.weight_ih", [gates, configuration.inputs]), ("lstm.weight_hh", [gates, configuration.hidden]),
      ("lstm.bias_ih", [gates]), ("lstm.bias_hh", [gates]), ("conv1.weight", [8, 1, 3, 3]),
      ("conv1.bias", [8]), ("conv2.weight", [16, 8, 3, 3]), ("conv2.bias", [16]),
      ("conv3.weight", [64, 16, 3, 3]), ("conv3.bias", [64]),
      ("dense1.weight", [configuration.dense, configuration.features]),
      ("dense1.bias", [configuration.dense]),
      ("dense2.weight", [LSTMCNN.outputs, configuration.dense]), ("dense2.bias", [LSTMCNN.outputs]),
    ]
  }

  /// `mean` and `deviation` are those of the training side's observations, `[inputs]`. The start is PyTorch's: even
  /// within one by the root of the inputs of one output (of the hidden units, for the LSTM).
  public init(
    _ configuration: LSTMCNN.Configuration, mean: [Float], deviation: [Float], stateDropout: Double = 0,
    denseDropout: Double = 0, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    var values: [[Float]] = []
    var fan = 1
    for (name, shape) in Self.shapes(configuration) {
      // A bias starts within the same bound as the weight before it.
      if shape.count > 1 { fan = shape.dropFirst().reduce(1, *) }
      let bound = 1 / Float(name.hasPrefix("lstm") ? configuration.hidden : fan).squareRoot()
      values.append((0..<shape.reduce(1, *)).map { _ in Float.random(in: -bound...bound, using: &generator) })
    }
    try self.init(
      configuration, mean: mean, deviation: deviation, values: values, stateDropout: stateDropout,
      denseDropout: denseDropout)
  }

  /// Takes the trained numbers in the order of ``shapes(_:)``.
  init(
    _ configuration: LSTMCNN.Configuration, mean: [Float], deviation: [Float], values: [[Float]],
    stateDropout: Double, denseDropout: Double
  ) throws(TorchError) {
    precondition(
      mean.count == configuration.inputs && deviation.count == configuration.inputs, "one mean per input")
    self.configuration = configuration
    self.stateDropout = stateDropout
    self.denseDropout = denseDropout
    self.mean = try Tensor(mean, shape: [mean.count])
    self.deviation = try Tensor(deviation, shape: [deviation.count])
    var tensors: [Tensor] = []
    for (entry, numbers) in zip(Self.shapes(configuration), values) {
      tensors.append(try Tensor(numbers, shape: entry.shape).requiringGradient())
    }
    lstm = LSTM(
      inputWeight: tensors[0], stateWeight: tensors[1], inputBias: tensors[2], stateBias: tensors[3],
      hidden: configuration.hidden)
    convolutions = [4, 6, 8].map { Convolution(weight: tensors[$0], bias: tensors[$0 + 1], padding: 1) }
    dense = [10, 12].map { Linear(weight: tensors[$0], bias: tensors[$0 + 1]) }
  }

  /// 54 numbers a window: `windows` `[n, steps, inputs]`, each filled from its first step on; `lengths` says how many
  /// steps of each count, 1 or more. What stands behind them does not matter.
  public func callAsFunction(_ windows: Tensor, lengths: [Int], training: Bool) throws(TorchError) -> Tensor {
    let steps = windows.shape[1]
    let states = try lstm((windows - mean) / deviation, training: training)
      .reshaped([-1, configuration.hidden])
    let last = try states.rows(
      Tensor(indices: lengths.enumerated().map { $0.offset * steps + $0.element - 1 })
    )
    .dropout(stateDropout, training: training)
    var plane = try convolutions[0](last.reshaped([-1, 1, 8, 8])).relu().maxPooled(2)
    plane = try convolutions[1](plane).relu()
    var features = try convolutions[2](plane).relu().reshaped([lengths.count, -1])
    if configuration.topology == .dual { features = try .concatenating([last, features], dimension: 1) }
    return try dense[1](dense[0](features).dropout(denseDropout, training: training))
  }

  public var state: [NamedTensor] {
    let trained =
      [lstm.inputWeight, lstm.stateWeight, lstm.inputBias, lstm.stateBias]
      + convolutions.flatMap { [$0.weight, $0.bias].compactMap(\.self) }
      + dense.flatMap { [$0.weight, $0.bias] }
    let fixed = [
      NamedTensor("normalisation.mean", mean, isTrained: false),
      NamedTensor("normalisation.deviation", deviation, isTrained: false),
    ]
    return fixed + zip(Self.shapes(configuration), trained).map { NamedTensor($0.name, $1) }
  }

  /// Weights of a network that always answers zero.
  static func zeros(_ configuration: LSTMCNN.Configuration) -> Parameters {
    var block = Parameters()
    let inputs = configuration.inputs
    block.append("normalisation.mean", shape: [inputs], values: [Float](repeating: 0, count: inputs))
    block.append("normalisation.deviation", shape: [inputs], values: [Float](repeating: 1, count: inputs))
    for (name, shape) in shapes(configuration) {
      block.append(name, shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
    }
    return block
  }
}
