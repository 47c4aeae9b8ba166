import Foundation

/// Where the poses are that a user means.
public enum TrackedPoses {
  /// The `poses.json` of what is named: the file itself, a folder that holds one (`track`'s), or a recording that was tracked:
  /// `dance.take` has `dance-tracked` beside it, or in the current folder, where `track` writes.
  ///
  /// A file with the ending `json`, or one beside which there is no such folder, is taken as it is and not opened. Throws
  /// ``PosesError`` where there is nothing of the name, or a folder without poses.
  public static func path(of input: String) throws(PosesError) -> String {
    let url = URL(fileURLWithPath: input)
    let stem = url.deletingPathExtension().lastPathComponent
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: input, isDirectory: &isFolder) else {
      throw PosesError(
        file: input, expected: "poses.json or a folder with one", actual: "nothing: it is not there")
    }
    let beside = url.deletingLastPathComponent().appendingPathComponent("\(stem)-tracked/poses.json").path
    let tracked = [beside, "\(stem)-tracked/poses.json"].first { files.fileExists(atPath: $0) }
    guard isFolder.boolValue else {
      return url.pathExtension.lowercased() == "json" ? input : tracked ?? input
    }
    let inside = url.appendingPathComponent("poses.json").path
    if files.fileExists(atPath: inside) { return inside }
    guard let tracked else {
      throw PosesError(
        file: input, expected: "poses.json",
        actual: "none, and neither does \(stem)-tracked: run 'kinesphere track' on it first")
    }
    return tracked
  }
}
