import Foundation
import KinesphereData

/// Holds a studio's folder: a second studio in it would remove what the first one's uploads are writing. On a file system that
/// knows no locks it cannot tell.
final class FolderLock: Sendable {
  private let lock: FileLock

  /// Throws ``StudioError`` where another process holds the folder or it cannot be written to.
  init(_ folder: StudioFolder) throws(StudioError) {
    let place = folder.file(StudioFolder.workName)
    do throws(FileLock.Refusal) {
      lock = try FileLock(making: place + "/lock")
    } catch {
      switch error {
      case .held:
        throw StudioError(
          subject: folder.path, expected: "a folder that no other studio serves", actual: "one does")
      case .unreachable(let code):
        throw StudioError(
          subject: place, expected: "a folder to write to", actual: String(cString: strerror(code)))
      }
    }
  }
}
