import CKernels

/// Dense optical flow between two gray pictures: how far each pixel of the first moved until the second was taken.
///
/// Dense inverse search (Kroeger, Timofte, Dai, Van Gool 2016, doi:10.1007/978-3-319-46493-0_29). From coarse to fine,
/// patches of 8 x 8 pixels, ``Configuration/step`` apart, look for themselves in the second picture: with T the first
/// picture, I the second, H the sum of ∇T ∇Tᵀ over the patch, which does not change and is worked out once,
///
///     w <- w - H⁻¹ Σ ∇T (I(x + w) - T(x))
///
/// the means taken out of both differences and gradients, so that a change of light does no harm. A pixel's flow is the
/// mean of the patches that hold it, weighted by 1 / max(1, |I(x + w) - T(x)|), and is then refined by a few steps of Brox
/// et al. (2004, doi:10.1007/978-3-540-24673-2_3). Departures: a patch also tries, at every level, what its neighbours
/// found, on the way forwards and on the way back; and it stays still where stillness explains as much, but for
/// ``Configuration/noise``.
///
/// Flow is missing nowhere: where there is no texture, it is that of the surroundings or none. Motion of up to about a quarter of
/// the picture's size is found. An `estimate` allocates nothing and takes about 1.6 ms for 320 x 240 on one core; for who
/// moved, not where to, ``VideoDifference`` is more than ten times as fast.
public struct DenseFlow: Sendable {
  public let width: Int
  public let height: Int
  public let configuration: Configuration
  /// Pixels to the right, row-major, `[height, width]`; zeros before the first estimate.
  public private(set) var u: Plane<Float>
  /// Pixels downwards, likewise.
  public private(set) var v: Plane<Float>
  private let layout: FlowLayout
  private var floats: KernelBuffer
  private let cpu: CPULevel

  public init(width: Int, height: Int, configuration: Configuration = Configuration()) {
    self.init(width: width, height: height, configuration: configuration, cpu: .current)
  }

  package init(width: Int, height: Int, configuration: Configuration, cpu: CPULevel) {
    precondition(configuration.step >= 1 && configuration.step <= 8, "patches leave no pixel out")
    precondition(
      configuration.relaxation >= 1 && configuration.relaxation < 2, "sweeps settle below a relaxation of 2")
    precondition(
      configuration.iterations >= 0 && configuration.refinements >= 0 && configuration.sweeps >= 0,
      "nothing is done less than never")
    let weights = [
      configuration.noise, configuration.smoothness, configuration.brightness, configuration.gradient,
    ]
    precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "noise and weights are numbers from 0")
    self.width = width
    self.height = height
    self.configuration = configuration
    self.cpu = cpu
    u = Plane(width: width, height: height, repeating: 0)
    v = u
    layout = FlowLayout(
      width: width, height: height, step: configuration.step, halved: configuration.startsHalved)
    floats = KernelBuffer(count: layout.count)
  }

  /// Sets ``u`` and ``v`` to the flow from one picture to the other; both have the size given to `init`.
  public mutating func estimate(from first: Plane<UInt8>, to second: Plane<UInt8>) {
    precondition(first.width == width && first.height == height, "the picture's size is the flow's")
    precondition(second.width == width && second.height == height, "the picture's size is the flow's")
    precondition(first.count == width * height && second.count == width * height, "every pixel is there")
    var refinement = ks_flow_refinement()
    refinement.smoothness = configuration.smoothness
    refinement.brightness = configuration.brightness
    refinement.gradient = configuration.gradient
    refinement.relaxation = configuration.relaxation
    refinement.outer = Int32(configuration.refinements)
    refinement.inner = Int32(configuration.sweeps)
    Self.run(
      layout, in: &floats, from: first, to: second, noise: configuration.noise,
      iterations: configuration.iterations,
      refinement: refinement, cpu: cpu, u: &u, v: &v)
  }

  /// Apart from `self`, whose parts are lent one by one.
  private static func run(
    _ layout: FlowLayout, in floats: inout KernelBuffer, from first: Plane<UInt8>, to second: Plane<UInt8>,
    noise: Float, iterations: Int, refinement: ks_flow_refinement, cpu: CPULevel, u: inout Plane<Float>,
    v: inout Plane<Float>
  ) {
    floats.withMutablePointer {
      layout.estimate(
        from: first, to: second, noise: noise, iterations: iterations, refinement: refinement, cpu: cpu,
        in: $0, u: &u, v: &v)
    }
  }
}

extension DenseFlow {
  /// How thorough the search is.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Whether the finest search works on pictures of half the size, as ``fine`` does not.
    public var startsHalved = true
    /// Standard deviation of the pictures' noise, in gray levels. A patch moves only where that explains more than noise
    /// would, so that a still and plain room stays still; too large a value overlooks small motion of faint texture.
    public var noise: Float = 0.5
    /// Pixels from one patch to the next, 1 to 8.
    public var step = 3
    /// Most steps of a patch's descent at one level.
    public var iterations = 12
    /// Linearisations of the refinement at each level; 0 leaves it out.
    public var refinements = 4
    /// Sweeps over all pixels per linearisation.
    public var sweeps = 5
    /// Weight of the flow's smoothness, of constant brightness, and of a constant gradient of it.
    public var smoothness: Float = 20
    public var brightness: Float = 5
    public var gradient: Float = 10
    /// Over-relaxation of a sweep, at least 1 and below 2.
    public var relaxation: Float = 1.8

    public init() {}

    /// Searches pictures of the full size too: about three quarters of the error, in three times the time.
    public static var fine: Configuration {
      var result = Configuration()
      result.startsHalved = false
      result.step = 4
      result.refinements = 3
      result.sweeps = 4
      result.gradient = 7
      return result
    }
  }
}
