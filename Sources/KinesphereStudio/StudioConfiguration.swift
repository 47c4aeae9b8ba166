import FlyingSocks
import Foundation

/// Where a studio lives, whom it lets in and how much it takes.
public struct StudioConfiguration: Sendable {
  /// The folder of takes.
  public var folder: String
  /// The `kinesphere` command that does the stages of an import, as a path.
  public var command: String
  /// The address to listen on, in numbers: IPv4 or IPv6.
  public var address: String
  /// The port; 0 takes any free one.
  public var port: UInt16
  /// What a viewer must show; may be nil on loopback only.
  public var token: String?
  public var limits: StudioLimits
  /// Where `kinesphere live` serves the stream that the live view opens by itself; nil where the user names one.
  public var liveAddress: String?

  public init(
    folder: String, command: String, address: String = "127.0.0.1", port: UInt16 = 8787, token: String? = nil,
    limits: StudioLimits = StudioLimits()
  ) {
    self.folder = folder
    self.command = command
    self.address = address
    self.port = port
    self.token = token
    self.limits = limits
  }

  /// Whether only programs on this machine can reach the address.
  public var isLoopback: Bool { address == "::1" || address.hasPrefix("127.") }

  /// The least characters of a token.
  public static let shortestToken = 8

  /// Whether the text is an IPv4 or IPv6 address in numbers.
  public static func isAddress(_ text: String) -> Bool {
    text.contains(":")
      ? (try? sockaddr_in6.inet6(ip6: text, port: 1)) != nil
      : (try? sockaddr_in.inet(ip4: text, port: 1)) != nil
  }

  /// Throws ``StudioError`` where the address is no number, or is open to others without a token.
  var socketAddress: any SocketAddress {
    get throws {
      let six = try? sockaddr_in6.inet6(ip6: address, port: port)
      let four = try? sockaddr_in.inet(ip4: address, port: port)
      guard let made: any SocketAddress = address.contains(":") ? six : four else {
        throw StudioError(
          subject: "the address", expected: "an IPv4 or IPv6 address in numbers", actual: "it is '\(address)'"
        )
      }
      if let token, token.utf8.count < Self.shortestToken {
        throw StudioError(
          subject: "the token", expected: "at least \(Self.shortestToken) characters",
          actual: "it has \(token.utf8.count)")
      }
      guard isLoopback || token != nil else {
        throw StudioError(
          subject: "the token", expected: "one where others can reach \(address)", actual: "none is given")
      }
      return made
    }
  }

  /// Throws ``StudioError`` where the port cannot be listened on now; takes it for a moment.
  func checkPort() throws {
    do {
      let socket = try Socket(domain: Int32(type(of: try socketAddress).family), type: .stream)
      defer { try? socket.close() }
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: try socketAddress)
    } catch let error as StudioError {
      throw error
    } catch {
      throw StudioError(listening: self, error)
    }
  }
}
