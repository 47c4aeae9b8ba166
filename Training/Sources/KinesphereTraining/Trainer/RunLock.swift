import Foundation

/// Holds a run folder while a program trains in it: two would write over each other's checkpoints.
///
/// A lock of the system's (`flock`) on the folder's recipe; it ends with the process, however that ends.
public final class RunLock {
  private let descriptor: Int32

  /// Throws where another holds the folder.
  public init(_ folder: RunFolder) throws(TrainingError) {
    descriptor = open(folder.file("recipe.json"), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TrainingError(
        .run, at: folder.path, expected: "a run folder with recipe.json", actual: "it cannot be read")
    }
    // File systems that know no locks cannot tell.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw TrainingError(
        .run, at: folder.path, expected: "a run that nobody works on", actual: "another program trains in it")
    }
  }

  deinit {
    // Copies that a child process has for a moment would keep it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
