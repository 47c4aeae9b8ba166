/// Ends work that takes too long.
enum Deadline {
  /// The outcome of `body`; throws ``WireFault/tooSlow`` and cancels it where it has none after `seconds`.
  static func within<Value: Sendable>(
    _ seconds: Double, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw WireFault.tooSlow
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }
}
