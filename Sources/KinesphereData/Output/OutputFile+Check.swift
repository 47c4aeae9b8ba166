import Foundation

extension OutputFile {
  /// Looks whether a file can be written at `path`, before the work whose outcome it will hold.
  ///
  /// The folder must be there and let files be made in it, and `path` itself must be no folder; a file that is there is no
  /// error, as it is replaced. Writes nothing. Throws what writing would: ``OutputError`` with the system's reason.
  public static func check(_ path: String) throws(OutputError) {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      throw OutputError(file: path, expected: "be a file", code: EISDIR)
    }
    let folder = url.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw OutputError(file: path, expected: "be made", code: ENOENT)
    }
    guard isFolder.boolValue else { throw OutputError(file: path, expected: "be made", code: ENOTDIR) }
    guard access(folder, W_OK | X_OK) == 0 else { throw OutputError(file: path, expected: "be made") }
  }
}
