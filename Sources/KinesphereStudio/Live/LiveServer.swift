import FlyingFox
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
  private var server: HTTPServer?
  private var task: Task<Void, Never>?

  public init(hub: LiveHub, configuration: Configuration = Configuration()) {
    self.hub = hub
    self.configuration = configuration
  }

  /// Listens, and returns the port once it does. Throws ``LiveServerError`` where the address is none, is open to others
  /// without a token, or is taken.
  public func start() async throws -> UInt16 {
    let name = "\(configuration.address):\(configuration.port)"
    guard let address = try? sockaddr_in.inet(ip4: configuration.address, port: configuration.port) else {
      throw LiveServerError(address: name, expected: "an IPv4 address of this machine", actual: "it is none")
    }
    guard configuration.hasToken || configuration.address.hasPrefix("127.") else {
      throw LiveServerError(
        address: name, expected: "a token for an address that others can reach", actual: "none is given")
    }
    let server = HTTPServer(
      config: .init(
        address: address, timeout: 15, pool: SocketPool(queue: PatientQueue()), logger: .disabled))
    await server.appendRoute("GET /", to: LiveRoute(hub: hub, access: configuration.access))
    await server.appendRoute("GET /live", to: LiveRoute(hub: hub, access: configuration.access))
    await server.appendRoute("GET /status", to: LiveStatusRoute(hub: hub, access: configuration.access))
    do { task = try await Self.run(server) } catch { throw LiveServerError(address: name, error) }
    self.server = server
    guard case .ip4(_, let port)? = await server.listeningAddress else { return configuration.port }
    return port
  }

  /// Runs a server; returns once it listens, and throws where it cannot.
  private static func run(_ server: HTTPServer) async throws -> Task<Void, Never> {
    let (outcomes, outcome) = AsyncStream<Result<Void, any Error>>.makeStream()
    let task = Task {
      do { try await server.run() } catch { outcome.yield(.failure(error)) }
    }
    let listening = Task {
      do { outcome.yield(.success(try await server.waitUntilListening())) } catch {
        outcome.yield(.failure(error))
      }
    }
    defer { listening.cancel() }
    for await first in outcomes {
      if case .failure(let error) = first {
        task.cancel()
        throw error
      }
      break
    }
    return task
  }

  /// Ends all streams after what waits for their viewers, at the latest after `seconds`, and closes the port.
  public func stop(within seconds: Double = 1) async {
    hub.finish()
    await server?.stop(timeout: seconds)
    task?.cancel()
    (server, task) = (nil, nil)
  }
}
