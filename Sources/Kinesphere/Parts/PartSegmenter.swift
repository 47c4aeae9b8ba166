import CKernels

/// Tells the 18 parts of the body and the background apart in one crop of the dancer, from the features that a
/// ``CropEncoder`` has computed anyway.
///
/// The head of DeepLabv3+ (Chen, Zhu, Papandreou, Schroff, Adam 2018, doi:10.1007/978-3-030-01234-2_49) with
/// depthwise-separable convolutions, batch-norm folded. Let f be the last layer's output `[C, g, g]`, l that of
/// `lowLevelLayer`, `[L, s, s]`, and sep a depthwise 3 x 3 convolution and a 1 x 1 convolution, each with ReLU:
///
/// 1. p0 = conv(f), p1 ... pn = sep(f) with the rates of the configuration, pooled = conv(mean of f) in every cell
/// 2. u = conv(p0, p1 ... pn, pooled), bilinearly interpolated to s x s
/// 3. d = sep(sep(u, conv(l)))
/// 4. logits = conv(d) without ReLU: 19 classes in s x s cells, 36 x 36 by default
///
/// | tensor, each `.weight` (and `.bias`) | shape |
/// |---|---|
/// | parts.pyramid0, parts.pooled | `[pyramid, C, 1, 1]` |
/// | parts.pyramid1.depth and .point, parts.pyramid2 ... | `[C, 1, 3, 3]`, `[pyramid, C, 1, 1]` |
/// | parts.project | `[projected, (n + 2) pyramid, 1, 1]` |
/// | parts.low | `[low, L, 1, 1]` |
/// | parts.decode0.depth and .point | `[projected + low, 1, 3, 3]`, `[decoder, projected + low, 1, 1]` |
/// | parts.decode1.depth and .point | `[decoder, 1, 3, 3]`, `[decoder, decoder, 1, 1]` |
/// | parts.classify | `[19, decoder, 1, 1]` |
///
/// ```swift
/// let estimate = encoder.estimate(crop)
/// let observation = segmenter.observe(crop, encoder)  // live: only where the body is
/// segmenter.segment(encoder)  // everywhere, for pictures
/// segmenter.fillParts(&plane)
/// ```
/// With the default sizes on one core with AVX-512 the whole grid takes about 0.38 ms, 13 million multiply-adds, and
/// around a dancer's body about 0.16 ms. Allocates at `init` only.
public struct PartSegmenter: Sendable {
  public typealias Configuration = PartSegmenterConfiguration

  /// The class of a cell on no part, after the 18 parts.
  public static let background: UInt8 = 18

  public let configuration: Configuration
  /// The encoder whose features it reads.
  public let encoder: CropEncoder.Configuration
  /// Rows and columns of the logits' grid.
  public let side: Int
  private let level: CPULevel
  private let layers: Layers
  private let weights: KernelBuffer
  private var scratch: KernelBuffer
  /// Whether the logits of all cells belong to one crop.
  private var isWhole = false

  /// Packs PyTorch's tensors for the kernels; costs a few milliseconds. Throws where a tensor is missing, of
  /// another shape or not finite, or where the configuration does not fit the encoder's.
  public init(
    _ configuration: Configuration, encoder: CropEncoder.Configuration, parameters: Parameters
  ) throws(NetworkMismatch) {
    try self.init(configuration, encoder: encoder, parameters: parameters, level: .current)
  }

  /// The same on a chosen CPU level, at most the machine's.
  package init(
    _ configuration: Configuration, encoder: CropEncoder.Configuration, parameters: Parameters,
    level: CPULevel
  ) throws(NetworkMismatch) {
    precondition(level <= .current, "a CPU runs its own level and those below")
    try encoder.check()
    side = try configuration.side(beside: encoder)
    var plan = Plan(parameters: parameters)
    layers = try Layers(configuration, encoder: encoder, side: side, plan: &plan)
    self.configuration = configuration
    self.encoder = encoder
    self.level = level
    weights = KernelBuffer(plan.layout.weights)
    scratch = KernelBuffer(count: plan.layout.scratch)
  }

  /// Computes the logits of all cells of the crop that `encoder` read last.
  public mutating func segment(_ encoder: CropEncoder) {
    run(encoder, within: Region(side: side))
    isWhole = true
  }

  /// The parts' places in the crop that `encoder` read last, `[size, size]` row-major. Computes the decoder only around
  /// the body; the numbers are those of the whole grid to the bit.
  public mutating func observe(_ crop: Span<Float>, _ encoder: CropEncoder) -> PartObservation {
    precondition(crop.count == self.encoder.size * self.encoder.size, "the crop is of the encoder's size")
    guard let body = Region(bodyIn: crop, size: self.encoder.size, side: side) else {
      return PartObservation()
    }
    run(encoder, within: body)
    isWhole = false
    return observation(of: crop)
  }

  /// The same from an array.
  public mutating func observe(_ crop: [Float], _ encoder: CropEncoder) -> PartObservation {
    observe(crop.span, encoder)
  }

  /// Writes the logits that ``segment(_:)`` computed last, `[side * side, 19]`, row-major cells.
  public func fillLogits(_ logits: inout MutableSpan<Float>) {
    precondition(isWhole, "logits of all cells need segment(_:)")
    precondition(logits.count == side * side * Configuration.classCount, "there are 19 logits in every cell")
    scratch.withPointer { scratch in
      for cell in 0..<side * side {
        for index in 0..<Configuration.classCount {
          logits[cell &* Configuration.classCount &+ index] =
            scratch[layers.logits &+ cell &* Layers.classRow &+ index]
        }
      }
    }
  }

  /// Writes each pixel's likeliest class, 0 to 17 a part, ``background`` none, after bilinear interpolation of the logits
  /// that ``segment(_:)`` computed last. `plane` is square, of the crop's size or any other. Costs about 0.1 ms.
  public func fillParts(_ plane: inout Plane<UInt8>) {
    precondition(isWhole, "the parts of all cells need segment(_:)")
    precondition(plane.width == plane.height, "a crop is square")
    let size = Int32(plane.width)
    plane.withMutablePixels { pixels in
      pixels.withUnsafeMutableBufferPointer { pixels in
        scratch.withPointer { scratch in
          // A plane has at least one pixel, so there is an address.
          ks_part_classes(
            level.rawValue, scratch + layers.logits, Int32(side), size, pixels.baseAddress.unsafelyUnwrapped)
        }
      }
    }
  }

  private mutating func observation(of crop: Span<Float>) -> PartObservation {
    var result = PartObservation()
    scratch.withMutablePointer { scratch in
      result.measure(
        logits: scratch + layers.logits, side: side, crop: crop, size: encoder.size,
        halfSize: encoder.halfSize,
        scratch: scratch + layers.cells, level: level)
    }
    return result
  }

  private mutating func run(_ encoder: CropEncoder, within region: Region) {
    precondition(
      encoder.configuration == self.encoder, "the segmenter reads the encoder that it was made for")
    scratch.withMutablePointer { scratch in
      weights.withPointer { weights in
        let pass = Pass(level: level, weights: weights, scratch: scratch, layers: layers)
        encoder.withFeatures(layer: self.encoder.layers.count - 1) { pass.pyramid($0) }
        encoder.withFeatures(layer: configuration.lowLevelLayer) { pass.decode($0, within: region) }
      }
    }
  }
}
