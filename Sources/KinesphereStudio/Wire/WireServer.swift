import FlyingFox
import FlyingSocks
import Foundation

/// Listens on an address and serves each connection with a FlyingFox handler, within ``WireLimits``.
///
/// It stands in for FlyingFox's `HTTPServer`, which has no limit for a request's head or a WebSocket message, and ends where the
/// system has no descriptor left for one more connection; this one waits until there are some again.
actor WireServer {
  private let address: any SocketAddress
  private let limits: WireLimits
  private let handler: any HTTPHandler
  private let pool: any AsyncSocketPool
  private var listener: AsyncSocket?
  private var serving: Task<Void, any Error>?
  private var isStopping = false
  private var connections = 0

  /// Seconds between two attempts to take a connection that the system has no room for.
  private static let pause = 0.1

  init(
    address: any SocketAddress, waits: WaitTable.Limits, limits: WireLimits, handler: any HTTPHandler
  ) {
    self.address = address
    self.limits = limits
    self.handler = handler
    pool = SocketPool(queue: PatientQueue(limits: waits))
  }

  /// Listens, where it does not yet, and returns the port. Throws the system's error, or that it was stopped.
  func listen() throws -> UInt16 {
    guard !isStopping else { throw SocketError.disconnected }
    if listener == nil {
      let socket = try Socket(domain: Int32(type(of: address).family), type: .stream)
      do {
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: address)
        try socket.listen()
        listener = try AsyncSocket(socket: socket, pool: pool)
      } catch {
        try? socket.close()
        throw error
      }
    }
    switch try listener?.socket.sockname() {
    case .ip4(_, let port), .ip6(_, let port): return port
    case .unix, nil: return 0
    }
  }

  /// Serves until it is stopped or the task is cancelled. Throws the system's error where it cannot listen.
  func run() async throws {
    guard !isStopping else { return }
    _ = try listen()
    guard let listener, serving == nil else { return }
    try await pool.prepare()
    let serving = Task { try await serve(listener) }
    self.serving = serving
    try await withTaskCancellationHandler {
      try await serving.value
    } onCancel: {
      serving.cancel()
    }
  }

  /// Takes no more connections, gives those that are open `seconds` to end, then ends them.
  func stop(within seconds: Double) async {
    isStopping = true
    guard let listener else { return }
    shutdown(listener.socket.file.rawValue, Int32(SHUT_RDWR))
    let end = MonotonicClock.seconds + seconds
    while connections > 0, MonotonicClock.seconds < end { try? await Task.sleep(for: .milliseconds(10)) }
    serving?.cancel()
    _ = await serving?.result
    if serving == nil { try? listener.close() }
    self.listener = nil
  }

  private func serve(_ listener: AsyncSocket) async throws {
    defer { try? listener.close() }
    let pool = pool
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.run() }
      group.addTask { await self.take(from: listener) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func take(from listener: AsyncSocket) async {
    await withDiscardingTaskGroup { group in
      while !isStopping, !Task.isCancelled {
        guard let socket = try? await listener.accept() else {
          // A sleep that is cancelled ends at once, and so does the loop.
          try? await Task.sleep(for: .seconds(Self.pause))
          continue
        }
        guard connections < limits.mostConnections else {
          try? socket.close()
          continue
        }
        connections += 1
        group.addTask { await self.serve(one: socket) }
      }
    }
  }

  private func serve(one socket: AsyncSocket) async {
    await WireConnection(socket, limits: limits, handler: handler).serve()
    connections -= 1
  }
}
