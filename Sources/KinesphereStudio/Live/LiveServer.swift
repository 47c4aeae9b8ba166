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
  private var keeper: Task<Void, Never>?

  /// Seconds before a server that broke listens again.
  private static let pause = 0.5

  public init(hub: LiveHub, configuration: Configuration = Configuration()) {
    self.hub = hub
    self.configuration = configuration
  }

  /// Listens, and returns the port once it does. Throws ``LiveServerError`` where the address is none, is open to others
  /// without a token, or is taken.
  public func start() async throws -> UInt16 {
    let name = "\(configuration.address):\(configuration.port)"
    _ = try address(configuration.port)
    guard configuration.hasToken || configuration.address.hasPrefix("127.") else {
      throw LiveServerError(
        address: name, expected: "a token for an address that others can reach", actual: "none is given")
    }
    let port: UInt16
    do { port = try await listen(on: configuration.port) } catch let error as LiveServerError {
      throw error
    } catch {
      throw LiveServerError(address: name, error)
    }
    keeper = Task { await keepListening(on: port) }
    return port
  }

  private func address(_ port: UInt16) throws(LiveServerError) -> sockaddr_in {
    guard let address = try? sockaddr_in.inet(ip4: configuration.address, port: port) else {
      throw LiveServerError(
        address: "\(configuration.address):\(port)", expected: "an IPv4 address of this machine",
        actual: "it is none")
    }
    return address
  }

  /// Makes a server and returns its port once it listens.
  private func listen(on port: UInt16) async throws -> UInt16 {
    let address = try address(port)
    let server = HTTPServer(
      config: .init(
        address: address, timeout: 15, pool: SocketPool(queue: PatientQueue()), logger: .disabled))
    await server.appendRoute("GET /", to: LiveRoute(hub: hub, access: configuration.access))
    await server.appendRoute("GET /live", to: LiveRoute(hub: hub, access: configuration.access))
    await server.appendRoute("GET /status", to: LiveStatusRoute(hub: hub, access: configuration.access))
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
    for await case .failure(let error) in outcomes.prefix(1) {
      task.cancel()
      throw error
    }
    (self.server, self.task) = (server, task)
    guard case .ip4(_, let taken)? = await server.listeningAddress else { return port }
    return taken
  }

  /// Listens again where a server has ended that nobody stopped.
  ///
  /// FlyingFox's ends where the system has no descriptor left for one more connection. It drops all of them, so that there are
  /// some again; viewers connect again.
  private func keepListening(on port: UInt16) async {
    while !Task.isCancelled {
      await task?.value
      guard !Task.isCancelled else { return }
      // One that sleeps less than it should, since it was cancelled, ends at the loop's head.
      try? await Task.sleep(for: .seconds(Self.pause))
      // The port may still be on its way out: the next round tries again.
      if !Task.isCancelled { _ = try? await listen(on: port) }
    }
  }

  /// Ends all streams after what waits for their viewers, at the latest after `seconds`, and closes the port.
  public func stop(within seconds: Double = 1) async {
    hub.finish()
    keeper?.cancel()
    await server?.stop(timeout: seconds)
    task?.cancel()
    (server, task, keeper) = (nil, nil, nil)
  }
}
