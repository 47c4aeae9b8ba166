import Foundation

/// Holds a run folder while a program trains in it: two would write over each other's checkpoints.
///
/// A lock of the system's (`flock`) on a hidden file in the folder; it ends with the process, however that ends.
public final class RunLock {
  static let name = ".lock"
  private let path: String
  private let descriptor: Int32

  /// Makes the folder where there is none. Throws where another holds it, or it cannot be written to.
  public init(_ path: String) throws(TrainingError) {
    self.path = path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    descriptor = open("\(path)/\(Self.name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw TrainingError(
        .run, at: path, expected: "a folder to write to", actual: String(cString: strerror(errno)))
    }
    // File systems that know no locks cannot tell.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw TrainingError(
        .run, at: path, expected: "a run that nobody works on", actual: "another program trains in it")
    }
  }

  /// Leaves no folder behind that holds nothing.
  deinit {
    if (try? FileManager.default.contentsOfDirectory(atPath: path)) == [Self.name] {
      unlink("\(path)/\(Self.name)")
      rmdir(path)
    }
    // Copies that a child process has for a moment would keep it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
