/// An operation of libtorch that failed.
public struct TorchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The operation, as ``Tensor`` names it.
  public let operation: String
  /// The first line of libtorch's own message.
  public let message: String

  public var description: String { "libtorch could not do `\(operation)`: \(message)" }
}
