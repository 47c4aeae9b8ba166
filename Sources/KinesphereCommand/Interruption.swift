import Foundation
import Synchronization

/// The user pressed Ctrl-C, or the process was asked to end.
struct Interrupted: Error {}

/// Watches for Ctrl-C during work that must not leave half a file.
enum Interruption {
  private static let isPending = Atomic<Bool>(false)

  /// From now on an interruption waits until ``check()`` is called.
  static func watch() {
    // Makes the atomic before a handler can ask for it.
    isPending.store(false, ordering: .relaxed)
    var numbers = sigset_t()
    sigemptyset(&numbers)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interruption.isPending.store(true, ordering: .relaxed) }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Not SA_RESTART: a read that waits for a silent camera ends with EINTR.
      sigaction(number, &action, nil)
      sigaddset(&numbers, number)
    }
    // A parent that starts us from a worker thread may have left them blocked.
    pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
  }

  /// Whether one is waiting.
  static var isWaiting: Bool { isPending.load(ordering: .relaxed) }

  /// Throws ``Interrupted`` where one is waiting. Costs a nanosecond: call it every frame.
  static func check() throws(Interrupted) {
    if isWaiting { throw Interrupted() }
  }
}
