import FlyingSocks
import Foundation

/// Serves a ``LiveHub`` to viewers: WebSocket at `/` and `/live`, the hub's state as JSON at `/status`.
///
/// ```swift
/// let server = LiveServer(hub: hub, configuration: .init(port: 39580))
/// let port = try await server.start()   // ws://127.0.0.1:39580/live
/// await server.stop()
/// ```
/// Listens on loopback unless told otherwise, and then only with a token. Connections that move nothing for too long are
/// closed, so what is open stays bounded by who is there.
public actor LiveServer {
  public struct Configuration: Sendable {
    /// An IPv4 address of this machine.
    public var address: String
    /// 0 takes any that is free.
    public var port: UInt16
    public var access: LiveAccess
    /// Whether ``access`` asks for a token: an address that others can reach needs one.
    let hasToken: Bool

    public init(
      address: String = "127.0.0.1", port: UInt16 = LiveServer.port, token: String? = nil,
      origins: Set<String> = []
    ) {
      self.address = address
      self.port = port
      hasToken = token != nil
      access = LiveAccess(token: token, origins: origins)
    }
  }

  /// Where viewers look without being told.
  public static let port: UInt16 = 39_580

  public let hub: LiveHub
  private let configuration: Configuration
  private var server: WireServer?
  private var serving: Task<Void, any Error>?

  public init(hub: LiveHub, configuration: Configuration = Configuration()) {
    self.hub = hub
    self.configuration = configuration
  }

  /// Listens, and returns the port once it does. Throws ``LiveServerError`` where the address is none, is open to others
  /// without a token, or is taken.
  public func start() async throws -> UInt16 {
    let name = "\(configuration.address):\(configuration.port)"
    let address = try address(configuration.port)
    guard configuration.hasToken || configuration.address.hasPrefix("127.") else {
      throw LiveServerError(
        address: name, expected: "a token for an address that others can reach", actual: "none is given")
    }
    // A few more connections than viewers, so that one viewer too many is told so.
    let limits = WireLimits(mostConnections: hub.configuration.mostViewers + 32)
    let server = WireServer(
      address: address, waits: WaitTable.Limits(), limits: limits,
      handler: LivePaths(hub: hub, access: configuration.access))
    let port: UInt16
    do { port = try await server.listen() } catch { throw LiveServerError(address: name, error) }
    self.server = server
    serving = Task { try await server.run() }
    return port
  }

  /// Whether the text is an IPv4 address in numbers, the only ones that are listened on.
  public static func isAddress(_ text: String) -> Bool {
    (try? sockaddr_in.inet(ip4: text, port: 1)) != nil
  }

  private func address(_ port: UInt16) throws(LiveServerError) -> sockaddr_in {
    guard let address = try? sockaddr_in.inet(ip4: configuration.address, port: port) else {
      throw LiveServerError(
        address: "\(configuration.address):\(port)", expected: "an IPv4 address of this machine",
        actual: "it is none")
    }
    return address
  }

  /// Ends all streams after what waits for their viewers, at the latest after `seconds`, and closes the port.
  public func stop(within seconds: Double = 1) async {
    hub.finish()
    await server?.stop(within: seconds)
    serving?.cancel()
    (server, serving) = (nil, nil)
  }
}
