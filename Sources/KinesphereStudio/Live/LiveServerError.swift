import FlyingSocks

/// Why a live stream cannot be served: one line with the address, what was expected and what was found.
public struct LiveServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `127.0.0.1:39580`.
  public let address: String
  public let expected: String
  public let actual: String

  public init(address: String, expected: String, actual: String) {
    self.address = address
    self.expected = expected
    self.actual = actual
  }

  /// What the system said while listening.
  init(address: String, _ error: any Error) {
    let reason =
      switch error {
      case SocketError.failed(_, _, let message): message
      case SocketError.timeout: "it does not after 5 s"
      default: "\(error)"
      }
    self.init(address: address, expected: "to listen there", actual: "the system says: \(reason)")
  }

  public var description: String { "\(address): expected \(expected), but \(actual)" }
}
