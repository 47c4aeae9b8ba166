import Foundation

/// Why nothing can be sent to an address: one line.
public struct UDPError: Error, Equatable, Sendable, CustomStringConvertible {
  public let address: NetworkAddress
  public let expected: String
  public let actual: String

  init(address: NetworkAddress, expected: String, actual: String) {
    self.address = address
    self.expected = expected
    self.actual = actual
  }

  init(address: NetworkAddress, code: Int32) {
    self.init(
      address: address, expected: "to be sent to",
      actual: "the system says: \(String(cString: strerror(code)))")
  }

  public var description: String { "\(address): expected \(expected), but \(actual)" }
}
