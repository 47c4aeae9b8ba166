import CTorch

/// What holds for all of libtorch in this process.
public enum Engine {
  /// Threads of one operation. The same count gives the same bytes; another one may round otherwise.
  public static func setThreads(_ count: Int) throws(TorchError) {
    try Tensor.check(ct_set_threads(Int32(count)), "set threads")
  }

  /// What tensors are made on and computed by.
  public enum Device: String, Sendable, Codable, CaseIterable {
    case cpu
    /// The first GPU. Needs libtorch's build for CUDA (`TORCH=cuda scripts/setup training`); the same recipe rounds otherwise
    /// than on a CPU, and some gradients, such as an upsampling's, add in no fixed order.
    case gpu
  }

  /// Chooses where tensors are made, before the first one is: those of both devices do not mix. Throws where there is no GPU.
  public static func setDevice(_ device: Device) throws(TorchError) {
    try Tensor.check(ct_set_device(device == .gpu ? 1 : 0), "set device")
  }

  /// The state of the generator behind dropout.
  public static func setSeed(_ seed: UInt64) throws(TorchError) {
    try Tensor.check(ct_seed(seed), "set seed")
  }

  /// Keeps freed blocks for the next step: without it a step of a convolutional network spends much of its time on
  /// fresh pages from the system.
  public static func keepMemory() { _ = ct_keep_memory() }

  /// Runs `work` without recording operations: faster, and without memory for gradients.
  public static func withoutGradients<Result>(
    _ work: () throws -> Result
  ) throws -> Result {
    try Tensor.check(ct_set_gradients(0), "gradients off")
    defer { _ = ct_set_gradients(1) }
    return try work()
  }

  /// Runs `work` with convolutions and matrix products in bfloat16 where `enabled`.
  public static func inBFloat16<Result>(
    _ enabled: Bool, _ work: () throws -> Result
  ) throws -> Result {
    guard enabled else { return try work() }
    try Tensor.check(ct_set_bfloat16(1), "bfloat16 on")
    defer { _ = ct_set_bfloat16(0) }
    return try work()
  }
}
