import Kinesphere
import Torch

/// The crop encoder with batch normalisation and gradients: 72 x 72 depth crops to 18 key-points and their scales.
///
/// Each layer is a 3x3 convolution without bias, batch normalisation and ReLU. A last 1x1 convolution gives 18 x 5
/// numbers per cell of the final grid: vote w, offsets dx, dy, dz and log scale s, in units of 10 cm. With a = softmax
/// of w over the cells: `x = sum a (cellX + dx)`, `y = sum a (cellY + dy)`, `z = sum a dz`, `s = sum a s`.
/// Export folds the normalisation into the convolutions (``folded()``).
public struct TrainableCropEncoder: TrainableNetwork {
  /// What the network says of a batch, in units of 10 cm relative to the crop's centre.
  public struct Output {
    /// `[n, 18, 3]`.
    public let points: Tensor
    /// Logarithm of the Laplace scale of the error, `[n, 18]`.
    public let logScales: Tensor
  }

  public static let pointCount = KeyPoint.count
  public let configuration: CropEncoder.Configuration
  let layers: [NormalisedConvolution]
  public let votes: Convolution
  /// Places of the cells, zero for z and s: `[1, 1, 4, cells]`.
  let cells: Tensor

  public init(
    _ configuration: CropEncoder.Configuration, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    self.configuration = configuration
    var layers: [NormalisedConvolution] = []
    var inputs = 1
    for layer in configuration.layers {
      let weight = try Initialisation.kaiming([layer.channels, inputs, 3, 3], using: &generator)
      layers.append(
        try NormalisedConvolution(Convolution(weight: weight, bias: nil, stride: layer.stride, padding: 1)))
      inputs = layer.channels
    }
    self.layers = layers
    let outputs = Self.pointCount * 5
    votes = Convolution(
      weight: try Initialisation.even([outputs, inputs, 1, 1], bound: 0.017, using: &generator),
      bias: try Tensor(repeating: 0, shape: [outputs]).requiringGradient(), padding: 0)
    cells = try Self.cellPlaces(configuration)
  }

  /// One a layer, without bias.
  public var convolutions: [Convolution] { layers.map(\.convolution) }
  /// One a layer, behind its convolution.
  public var normalisations: [BatchNormalisation] { layers.map(\.normalisation) }

  /// Points and scales of crops `[n, 1, size, size]`.
  public func callAsFunction(
    _ crops: Tensor, training: Bool, momentum: Double = 0.1
  ) throws(TorchError) -> Output {
    let pass = Pass(training: training, momentum: momentum)
    return try answer(features(crops, layers: layers.indices, pass))
  }

  /// Runs some of the layers, one behind the other: `x` is the crops `[n, 1, size, size]` or the output of the layer
  /// before the first of them; the result is the last one's `[n, channels, rows, columns]`, after ReLU.
  func features(_ x: Tensor, layers range: Range<Int>, _ pass: Pass) throws(TorchError) -> Tensor {
    var x = x
    for layer in layers[range] { x = try layer(x, pass) }
    return x
  }

  /// Points and scales that the last layer's output votes for.
  func answer(_ features: Tensor) throws(TorchError) -> Output {
    let cellCount = grid * grid
    let said = try votes(features).asFloat().reshaped([-1, Self.pointCount, 5, cellCount])
    let share = try said.narrowed(0..<1, of: 2).softmax(over: -1)
    let sums = try (share * (said.narrowed(1..<5, of: 2) + cells)).sum(over: -1)
    return Output(points: try sums.narrowed(0..<3, of: 2), logScales: try sums.selecting(3, of: 2))
  }

  public var state: [NamedTensor] {
    var result = layers.enumerated().flatMap { $0.element.state("encoder.layer\($0.offset)") }
    result.append(NamedTensor("encoder.votes.weight", votes.weight))
    if let bias = votes.bias { result.append(NamedTensor("encoder.votes.bias", bias)) }
    return result
  }

  /// Rows and columns of the final grid.
  var grid: Int { Self.gridSize(configuration) }

  private static func gridSize(_ configuration: CropEncoder.Configuration) -> Int {
    configuration.layers.reduce(configuration.size) { ($0 + $1.stride - 1) / $1.stride }
  }

  /// Cell centres in units of 10 cm relative to the crop's centre, x to the right and y up.
  private static func cellPlaces(_ configuration: CropEncoder.Configuration) throws(TorchError) -> Tensor {
    let grid = gridSize(configuration)
    let along = (0..<grid).map {
      ((Float($0) + 0.5) / Float(grid) * 2 - 1) * configuration.halfSize * 10
    }
    var values = [Float](repeating: 0, count: 4 * grid * grid)
    for row in 0..<grid {
      for column in 0..<grid {
        values[row * grid + column] = along[column]
        values[grid * grid + row * grid + column] = -along[row]
      }
    }
    return try Tensor(values, shape: [1, 1, 4, grid * grid])
  }
}
