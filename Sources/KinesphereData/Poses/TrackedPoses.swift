import Foundation

/// Where the poses are that a user means.
public enum TrackedPoses {
  /// The `poses.json` of what is named: the file itself, a folder that holds one (`track`'s), or a recording that was tracked:
  /// `dance.take` has `dance-tracked` beside it, or in the current folder, where `track` writes.
  ///
  /// A file with the ending `json` is taken as it is and not opened. Throws ``PosesError`` where there is nothing of the name, a
  /// folder without poses, a recording that was not tracked, or the poses of another recording of its name.
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
      guard url.pathExtension.lowercased() != "json" else { return input }
      guard let tracked else {
        guard (try? Recordings.kind(path: input)) != nil else { return input }
        throw missing(input, stem)
      }
      try check(tracked, isOf: input)
      return tracked
    }
    let inside = url.appendingPathComponent("poses.json").path
    if files.fileExists(atPath: inside) { return inside }
    guard let tracked else { throw missing(input, stem) }
    try check(tracked, isOf: input)
    return tracked
  }

  private static func missing(_ input: String, _ stem: String) -> PosesError {
    PosesError(
      file: input, expected: "poses.json",
      actual: "none, and neither does \(stem)-tracked: run 'kinesphere track' on it first")
  }

  /// Two recordings of one name share the folder's name. Where the poses do not say whose they are, or the recording cannot be
  /// opened without being told of, they are taken as its own.
  private static func check(_ poses: String, isOf recording: String) throws(PosesError) {
    guard let tracked = PosesHeader(beginningOf: poses)?.fingerprint,
      let own = try? Recordings.open(path: recording).fingerprint(), own != tracked
    else { return }
    throw PosesError(
      file: poses, expected: "the poses of \(recording)",
      actual:
        "those of another recording of this name: run 'kinesphere track' on this one with --output, and name its poses"
    )
  }
}
