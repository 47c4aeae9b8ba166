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
    let tracked = [beside, "\(stem)-tracked/poses.json"].filter { files.fileExists(atPath: $0) }
    if isFolder.boolValue {
      let inside = url.appendingPathComponent("poses.json").path
      if files.fileExists(atPath: inside) { return inside }
    } else if url.pathExtension.lowercased() == "json" {
      return input
    }
    guard tracked.isEmpty else { return try own(of: tracked, input) }
    if isFolder.boolValue { throw missing(input, stem) }
    switch try? Recordings.kind(path: input) {
    case .depth?: throw missing(input, stem)
    case .video?:
      throw PosesError(
        file: input, expected: "poses.json", actual: "video, which holds no depth and so no key-points")
    case nil: return input
    }
  }

  private static func missing(_ input: String, _ stem: String) -> PosesError {
    PosesError(
      file: input, expected: "poses.json",
      actual:
        "none, and neither does \(stem)-tracked: run 'kinesphere track' on it first (a skeleton's file: 'kinesphere import')"
    )
  }

  /// Two recordings of one name share the folder's name: the first poses that are not another one's for certain.
  private static func own(of poses: [String], _ recording: String) throws(PosesError) -> String {
    // A recording that is not opened without being told of has none to compare.
    let fingerprint = try? RecordingFingerprint(Recordings.open(path: recording))
    guard let own = poses.first(where: { PosesHeader(beginningOf: $0)?.contradicts(fingerprint) != true })
    else {
      throw PosesError(
        file: poses[0], expected: "the poses of \(recording)",
        actual:
          "those of another recording of this name: run 'kinesphere track' on this one with --output, and name its poses"
      )
    }
    return own
  }
}
