import CKernels
import RealModule

/// Reads 18 key-points and how sure they are from one crop of the dancer.
///
/// A stack of 3 x 3 convolutions (padding 1, stride 1 or 2, ReLU; batch-norm folded into weights and bias) ends
/// in a small grid, 9 x 9 for a crop of 72. There a 1 x 1 convolution lets every cell vote for every joint `j`
/// with five numbers, channels `5 j ... 5 j + 4`: logit w, offsets dx, dy, dz and log scale s, in units of 10 cm.
/// With `a` = softmax of w over the cells: x = Σ a (cellX + dx), y = Σ a (cellY + dy), z = Σ a dz, s = Σ a s,
/// where (cellX, cellY) is the cell's centre relative to the crop's, y upwards. `0.1 exp(s)` metres is the mean
/// b of the point's distance from the truth under an exponential law, and `1 - exp(-0.1 / b)` the probability that it stays
/// within 10 cm.
///
/// | tensor | shape |
/// |---|---|
/// | encoder.layer0.weight, encoder.layer1.weight ... (and .bias) | `[out, in, 3, 3]`; the first has 1 input |
/// | encoder.votes.weight, encoder.votes.bias | `[90, in, 1, 1]`, `[90]` |
///
/// The default stack takes about 0.8 ms a crop on one core with AVX-512. Allocates at `init` only.
public struct CropEncoder: Sendable {
  /// What one crop says: places relative to the crop's centre `c`, as ``DepthCrop`` gave it.
  public struct Estimate: Sendable {
    /// Metres relative to `c`, in the mirrored picture's frame, in ``KeyPoint`` order.
    public var points = InlineArray<18, SIMD3<Float>>(repeating: .zero)
    /// Expected distance of each point from the truth, in metres.
    public var scales = InlineArray<18, Float>(repeating: 0)
    /// Probability that each point is within 10 cm, 0 ... 1.
    public var confidence = InlineArray<18, Float>(repeating: 0)

    /// The scale of a point, and the confidence that follows: errors fall off as exp(-e / scale).
    mutating func setScale(_ scale: Float, of index: Int) {
      scales[index] = scale
      confidence[index] = -Float.expMinusOne(-0.1 / scale)
    }
  }

  public let configuration: Configuration
  private let level: CPULevel
  let layers: [Layer]
  private let weights: KernelBuffer
  private(set) var scratch: KernelBuffer
  /// Side of the final grid in cells.
  private let grid: Int
  /// Where the votes lie in the scratch.
  private let votes: Int

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
    var plan = Plan(size: configuration.size)
    for (index, layer) in configuration.layers.enumerated() {
      let weight = try parameters.checked(
        "encoder.layer\(index).weight", shape: [layer.channels, plan.channels, 3, 3])
      let bias = try parameters.checked("encoder.layer\(index).bias", shape: [layer.channels])
      plan.convolve(weight, bias: bias, outputs: layer.channels, stride: layer.stride)
    }
    let weight = try parameters.checked(
      "encoder.votes.weight", shape: [Self.voteChannels, plan.channels, 1, 1])
    let bias = try parameters.checked("encoder.votes.bias", shape: [Self.voteChannels])
    plan.vote(Self.grouped(weight, size: plan.channels), bias: Self.grouped(bias, size: 1))
    self.configuration = configuration
    self.level = level
    layers = plan.layers
    weights = KernelBuffer(plan.weights)
    scratch = KernelBuffer(count: plan.scratch)
    grid = plan.side
    votes = plan.input
  }

  static let voteChannels = 5 * KeyPoint.count

  /// Floats per cell of the votes: 90 padded to whole blocks of 16.
  static let voteRow = 96

  /// Brings the votes' rows from PyTorch's order, five numbers a joint, to the kernel's, 18 joints a number.
  private static func grouped(_ values: [Float], size: Int) -> [Float] {
    var result = values
    for joint in 0..<KeyPoint.count {
      for number in 0..<5 {
        let (source, target) = (joint * 5 + number, number * KeyPoint.count + joint)
        for index in 0..<size { result[target * size + index] = values[source * size + index] }
      }
    }
    return result
  }

  /// Reads a crop of `size` x `size` values, row-major.
  public mutating func estimate(_ crop: Span<Float>) -> Estimate {
    let size = configuration.size
    precondition(crop.count == size * size, "the crop is of the encoder's size")
    var numbers = InlineArray<72, Float>(repeating: 0)
    scratch.withMutablePointer { scratch in
      for y in 0..<size {
        let row = scratch + (y + 1) * (size + 2) + 1
        let source = crop.extracting(y &* size..<(y &+ 1) &* size)
        for x in source.indices { row[x] = source[x] }
      }
      weights.withPointer { weights in
        for layer in layers {
          withUnsafePointer(to: layer.shape) { shape in
            ks_convolve(
              level.rawValue, shape, scratch + layer.input, weights + layer.weights, weights + layer.bias,
              scratch + layer.output)
          }
        }
      }
      var span = numbers.mutableSpan
      span.withUnsafeMutableBufferPointer { out in
        // The array holds 72 numbers, so there is an address.
        ks_votes(
          level.rawValue, scratch + votes, Int32(grid), Int32(Self.voteRow), configuration.halfSize * 10,
          out.baseAddress.unsafelyUnwrapped)
      }
    }
    return Self.metres(numbers)
  }

  /// The same from an array.
  public mutating func estimate(_ crop: [Float]) -> Estimate { estimate(crop.span) }

  /// From the kernel's `[x, y, z, log scale][18]` in units of 10 cm.
  private static func metres(_ numbers: InlineArray<72, Float>) -> Estimate {
    var result = Estimate()
    for joint in 0..<KeyPoint.count {
      result.points[joint] = SIMD3(numbers[joint], numbers[18 + joint], numbers[36 + joint]) * 0.1
      result.setScale(0.1 * Float.exp(numbers[54 + joint]), of: joint)
    }
    return result
  }
}
