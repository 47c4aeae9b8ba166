import Foundation
import KinesphereStudio
import Synchronization

/// Serves viewers from a command that is not asynchronous: starts and stops a ``LiveServer``, waiting for both.
struct LiveService {
  let hub = LiveHub()
  /// Where viewers connect.
  let url: String
  private let server: LiveServer

  /// Listens; throws where it cannot.
  init(port: UInt16, flags: LiveOutputFlags) throws {
    let address = flags.address ?? "127.0.0.1"
    let server = LiveServer(
      hub: hub,
      configuration: .init(
        address: address, port: port, token: flags.token, origins: Set(flags.origin)))
    self.server = server
    let taken = try Self.wait { try await server.start() }
    url = "ws://\(address):\(taken)/live" + (flags.token == nil ? "" : "?token=...")
  }

  /// Sends what waits for viewers, at the latest for a second, and closes.
  func stop() {
    let server = server
    _ = try? Self.wait { await server.stop() }
  }

  private static func wait<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws
    -> Value
  {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Value>()
    Task {
      do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result else { preconditionFailure("the work has set its result") }
    return try result.get()
  }

  /// What a task hands back.
  private final class Outcome<Value: Sendable>: Sendable {
    private let state = Mutex<Result<Value, any Error>?>(nil)

    func set(_ result: Result<Value, any Error>) { state.withLock { $0 = result } }

    var result: Result<Value, any Error>? { state.withLock { $0 } }
  }
}
