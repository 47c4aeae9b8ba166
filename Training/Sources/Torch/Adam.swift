import CTorch

/// Adam (Kingma, Ba 2015, arXiv:1412.6980) or AdamW (Loshchilov, Hutter 2019, arXiv:1711.05101), fused over all
/// parameters; equal to `torch.optim.Adam` and `AdamW`.
public struct Adam {
  public struct Configuration: Sendable, Equatable, Codable {
    /// Share of the old mean of gradients kept per step.
    public var beta1 = 0.9
    /// Share of the old mean of squares kept per step.
    public var beta2 = 0.999
    /// Added to the root of the mean of squares.
    public var epsilon = 1e-8
    /// Weight decay per unit of the learning rate (AdamW) or added to the gradient (Adam).
    public var decay = 0.0
    /// True: AdamW.
    public var decoupled = false

    public init() {}
  }

  /// The numbers that are trained, in order.
  public let parameters: [Tensor]
  public let configuration: Configuration
  /// Mean of gradients and of their squares, and the steps taken, per parameter.
  public let means: [Tensor]
  public let squares: [Tensor]
  public let steps: [Tensor]

  public init(_ parameters: [Tensor], _ configuration: Configuration = Configuration()) throws(TorchError) {
    self.parameters = parameters
    self.configuration = configuration
    var zeros: [[Tensor]] = [[], [], []]
    for parameter in parameters {
      zeros[0].append(try Tensor(repeating: 0, shape: parameter.shape))
      zeros[1].append(try Tensor(repeating: 0, shape: parameter.shape))
      zeros[2].append(try Tensor(repeating: 0, shape: []))
    }
    (means, squares, steps) = (zeros[0], zeros[1], zeros[2])
  }

  /// Moves every parameter along its gradient and clears the gradients. Every parameter must have one.
  public func step(rate: Double) throws(TorchError) {
    let handles = [parameters, means, squares, steps].map { $0.map { Optional($0.handle) } }
    try Tensor.check(
      ct_adam_step(
        handles[0], handles[1], handles[2], handles[3], Int32(parameters.count), rate, configuration.beta1,
        configuration.beta2, configuration.epsilon, configuration.decay, configuration.decoupled ? 1 : 0),
      "Adam step")
    for parameter in parameters { try parameter.clearGradient() }
  }
}
