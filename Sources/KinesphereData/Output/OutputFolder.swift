import Foundation

/// A folder that appears under its final name only when everything in it is whole.
///
/// Files are written into a hidden folder beside the final one; ``publish()`` renames. A folder that is already there is
/// never replaced, be it a mounted disk or somebody's working folder: the hidden one lies inside it, it keeps its other
/// files, and those of the same name are replaced one by one, each whole.
public struct OutputFolder: Sendable {
  /// The final name.
  public let path: String
  /// Where files are written until ``publish()``, on the same disk.
  public let workPath: String
  private let isThere: Bool
  /// On the hidden folder: process numbers repeat, in containers and after a restart.
  private let lock: FileLock

  /// Makes the hidden folder; `path` itself is not touched.
  public init(path: String) throws(OutputError) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    self.path = url.path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
      throw OutputError(file: path, expected: "be a folder", code: ENOTDIR)
    }
    isThere = isFolder.boolValue
    let parent = isThere ? url : url.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    (workPath, lock) = try Self.hidden(in: parent, for: url)
  }

  /// A hidden folder that is empty and this object's alone.
  private static func hidden(in parent: URL, for url: URL) throws(OutputError) -> (String, FileLock) {
    for attempt in 0..<100 {
      let number = "\(getpid())" + (attempt == 0 ? "" : ".\(attempt)")
      let path = parent.appendingPathComponent(".\(url.lastPathComponent).\(number).part").path
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw OutputError(file: url.path, expected: "be made")
      }
      guard let lock = FileLock(path), isEmptied(path) else { continue }
      return (path, lock)
    }
    throw OutputError(file: url.path, expected: "be made", code: EWOULDBLOCK)
  }

  /// Removes what a killed program left; whether nothing is there any more.
  private static func isEmptied(_ folder: String) -> Bool {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      try? files.removeItem(atPath: folder + "/" + name)
    }
    return (try? files.contentsOfDirectory(atPath: folder))?.isEmpty == true
  }

  /// Where to write the file of this name now.
  public func work(_ name: String) -> String { workPath + "/" + name }

  /// Where the file of this name will be.
  public func final(_ name: String) -> String { path + "/" + name }

  /// Moves everything to the final name. Call once, after every file is closed.
  public func publish() throws(OutputError) {
    if !isThere {
      if rename(workPath, path) == 0 { return }
      // Somebody made one meanwhile.
      guard errno == ENOTEMPTY || errno == EEXIST else { throw OutputError(file: path, expected: "be made") }
    }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: workPath)) ?? []).sorted()
    // All are looked at before the first is replaced.
    for name in names {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: final(name), isDirectory: &isFolder), isFolder.boolValue {
        throw OutputError(file: final(name), expected: "be a file, to be replaced", code: EISDIR)
      }
    }
    for name in names {
      guard rename(work(name), final(name)) == 0 else {
        throw OutputError(file: final(name), expected: "be replaced")
      }
    }
    _ = rmdir(workPath)
  }

  /// Removes what was written so far; the final name stays as it was.
  public func discard() {
    try? FileManager.default.removeItem(atPath: workPath)
  }
}
