import Foundation

/// Tells writers of one file or folder apart, by a lock of the system's (`flock`). It ends with the object, and with the process,
/// however that ends.
///
/// On file systems that know no locks everyone is let in: they cannot tell.
///
/// ```swift
/// let lock = try FileLock(making: "takes/.lock")
/// ```
public final class FileLock: Sendable {
  /// Why a lock was not had.
  public enum Refusal: Error, Equatable, Sendable {
    case held
    /// It cannot be opened or made; the system's reason (`errno`).
    case unreachable(code: Int32)
  }

  private let descriptor: Int32

  /// Locks a file that is there for its lock alone; makes it, and its folder, where there is none.
  public init(making path: String) throws(Refusal) {
    descriptor = try Self.lockedFile(path)
  }

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
    outcome(descriptor, named: name) == .taken
  }

  private enum Outcome { case taken, held, unnamed }

  private static func outcome(_ descriptor: Int32, named name: String) -> Outcome {
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK { return .held }
    var held = stat()
    var named = stat()
    let hasName =
      fstat(descriptor, &held) == 0 && stat(name, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
    return hasName ? .taken : .unnamed
  }

  private static func lockedFile(_ path: String) throws(Refusal) -> Int32 {
    // Its last holder may remove file and folder between any two steps.
    for _ in 0..<100 {
      guard makeFolder((path as NSString).deletingLastPathComponent) else { throw .unreachable(code: errno) }
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
      guard descriptor >= 0 else {
        let code = errno
        if code == ENOENT { continue }
        throw .unreachable(code: code)
      }
      let outcome = outcome(descriptor, named: path)
      if outcome == .taken { return descriptor }
      close(descriptor)
      if outcome == .held { break }
    }
    throw .held
  }

  /// Makes a folder and those above it; false with the reason in `errno`.
  private static func makeFolder(_ path: String) -> Bool {
    if path.isEmpty || mkdir(path, 0o777) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, makeFolder((path as NSString).deletingLastPathComponent) else { return false }
    return mkdir(path, 0o777) == 0 || errno == EEXIST
  }
}
