import Foundation

/// Tells writers of one file apart.
enum FileLock {
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
