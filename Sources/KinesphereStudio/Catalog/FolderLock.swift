import Foundation

/// Holds a studio's folder: a second studio in it would remove what the first one's uploads are writing.
///
/// A lock of the system's (`flock`) on a file in the hidden folder; it ends with the process, however that ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Throws ``StudioError`` where another process holds the folder.
  init(_ folder: StudioFolder) throws(StudioError) {
    let place = folder.file(StudioFolder.workName)
    try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    descriptor = open(place + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw StudioError(
        subject: folder.path, expected: "a folder that no other studio serves",
        actual: "one does, or it cannot be written")
    }
  }

  deinit {
    // Copies that a child process has for a moment would keep it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
