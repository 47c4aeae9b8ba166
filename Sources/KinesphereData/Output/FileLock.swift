import Foundation

/// Tells writers of one file or folder apart, by a lock of the system's (`flock`). It ends with the object, and with the process,
/// however that ends.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// Locks what is there; nil where another holds it or it cannot be opened.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0, Self.isTaken(descriptor, named: path) else { return nil }
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A process that is being started from another thread holds a copy of the descriptor until it runs its program.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Locks a file that was just opened; whether it is this opening's alone and has the name still.
  ///
  /// The lock ends with the descriptor, however the program ends.
  static func isTaken(_ descriptor: Int32, named name: String) -> Bool {
    // File systems that know no locks cannot tell.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return errno != EWOULDBLOCK }
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && stat(name, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }
}
