import FlyingSocks

/// A socket pool that gives up on connections that neither send nor take anything for too long.
///
/// The server itself waits for ever for the rest of a request's head. Every wait for a connection's bytes has a limit here;
/// the wait for new connections has none.
struct PatientPool: AsyncSocketPool {
  private let base: any AsyncSocketPool
  /// Seconds.
  private let patience: Double

  init(_ base: any AsyncSocketPool, patience: Double) {
    self.base = base
    self.patience = patience
  }

  func prepare() async throws { try await base.prepare() }

  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    guard (try? socket.remotePeer()) != nil else {
      return try await base.suspendSocket(socket, untilReadyFor: events)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await base.suspendSocket(socket, untilReadyFor: events) }
      group.addTask {
        try await Task.sleep(for: .seconds(patience))
        throw SocketError.disconnected
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
