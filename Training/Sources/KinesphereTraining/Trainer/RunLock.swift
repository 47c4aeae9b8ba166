import Foundation
import KinesphereData

/// Holds a run folder while a program trains in it: two would write over each other's checkpoints.
///
/// Its hidden file is empty and may be removed when no program trains.
public final class RunLock {
  static let name = ".lock"
  private let path: String
  private let lock: FileLock

  /// Makes the folder where there is none. Throws where another holds it, or it cannot be written to.
  public init(_ path: String) throws(TrainingError) {
    self.path = path
    do throws(FileLock.Refusal) {
      lock = try FileLock(making: "\(path)/\(Self.name)")
    } catch {
      switch error {
      case .held:
        throw TrainingError(
          .run, at: path, expected: "a run that nobody works on", actual: "another program trains in it")
      case .unreachable(let code):
        throw TrainingError(
          .run, at: path, expected: "a folder to write to", actual: String(cString: strerror(code)))
      }
    }
  }

  /// Leaves no folder behind that holds nothing.
  deinit {
    if (try? FileManager.default.contentsOfDirectory(atPath: path)) == [Self.name] {
      unlink("\(path)/\(Self.name)")
      rmdir(path)
    }
  }
}
