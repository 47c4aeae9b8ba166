import Foundation
import Synchronization

/// Runs the tasks that start and reap child processes, on a thread of its own that nobody blocks.
final class ChildExecutor: TaskExecutor {
  static let shared: ChildExecutor = {
    let executor = ChildExecutor()
    let thread = Thread { executor.work() }
    thread.name = "kinesphere.child"
    thread.start()
    return executor
  }()

  private let jobs = Mutex<[UnownedJob]>([])
  private let waiting = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }

  private func work() {
    while true {
      waiting.wait()
      let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
