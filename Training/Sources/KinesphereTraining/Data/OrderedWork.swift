import Dispatch
import Foundation

/// Work on numbered items by several threads, with the results in the items' order: any number of threads gives the same.
enum OrderedWork {
  /// Results of `work` on `0..<count`. The first error ends the work and is thrown. `progress` is told the items done, from
  /// the calling thread or another, one call at a time.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, progress: (Int) -> Void = { _ in },
    _ work: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let board = Board<Result>(count: count)
    withoutActuallyEscaping(progress) { progress in
      let told = Told(progress)
      DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
        while let index = board.take() {
          board.put(Swift.Result { try work(index) }, at: index) { told.call($0) }
        }
      }
    }
    return try board.results()
  }

  /// Hands out numbers and collects results.
  ///
  /// `@unchecked Sendable`: every access to what it holds has the lock.
  private final class Board<Result: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var next = 0
    private var done = 0
    private var slots: [Result?]
    private var failure: (any Error)?

    init(count: Int) { slots = [Result?](repeating: nil, count: count) }

    /// The next item; nil where none is left or one has failed.
    func take() -> Int? {
      lock.withLock {
        guard failure == nil, next < slots.count else { return nil }
        next += 1
        return next - 1
      }
    }

    func put(_ result: Swift.Result<Result, any Error>, at index: Int, tell: (Int) -> Void) {
      lock.withLock {
        switch result {
        case .success(let value): slots[index] = value
        case .failure(let error): failure = failure ?? error
        }
        done += 1
        tell(done)
      }
    }

    func results() throws -> [Result] {
      try lock.withLock {
        if let failure { throw failure }
        return slots.compactMap(\.self)
      }
    }
  }

  /// A closure that is called under the board's lock only.
  ///
  /// `@unchecked Sendable`: the lock keeps two threads from calling it at once, and the calls end before `map` returns.
  private final class Told: @unchecked Sendable {
    private let progress: (Int) -> Void

    init(_ progress: @escaping (Int) -> Void) { self.progress = progress }

    func call(_ done: Int) { progress(done) }
  }
}
