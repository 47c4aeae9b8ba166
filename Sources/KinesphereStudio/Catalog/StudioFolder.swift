import Foundation

/// The folder of a studio, and the only way to a file in it.
///
/// A take called `dance` is `dance.take/`, its poses and actions lie in `dance-tracked/`, as `kinesphere track` names it. What
/// is a link, or leads out of the folder over one, is not there.
struct StudioFolder: Sendable {
  /// Absolute, links resolved.
  let path: String

  /// Makes the folder where it is absent. Throws ``StudioError``.
  init(path given: String) throws(StudioError) {
    try? FileManager.default.createDirectory(atPath: given, withIntermediateDirectories: true)
    var isFolder: ObjCBool = false
    guard let real = Self.realPath(given),
      FileManager.default.fileExists(atPath: real, isDirectory: &isFolder),
      isFolder.boolValue, access(real, W_OK) == 0
    else {
      throw StudioError(subject: given, expected: "a folder that can be written", actual: "it is none")
    }
    path = real
  }

  static let takeSuffix = ".take"
  static let trackedSuffix = "-tracked"
  /// Of uploads and of nothing else; hidden.
  static let workName = ".kinesphere-studio"

  /// A file of the folder's own, whose name is not from outside.
  func file(_ name: String) -> String { path + "/" + name }

  func takePath(_ name: String) -> String { file(name + Self.takeSuffix) }

  func trackedPath(_ name: String) -> String { file(name + Self.trackedSuffix) }

  /// Where the file `part` of the folder `place` lies; nil where it is absent, no plain file, or outside the folder.
  func existing(_ part: String, in place: String) -> String? {
    guard let real = Self.realPath(place + "/" + part), real.hasPrefix(path + "/") else { return nil }
    var status = stat()
    guard lstat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return real
  }

  /// Names of takes and of tracked motions, in order; links are passed over.
  ///
  /// Throws where the folder cannot be read: that is no folder without takes.
  func names() throws(StudioError) -> [String] {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw StudioError(subject: path, expected: "a folder that can be read", actual: "it cannot be now")
    }
    var found: Set<String> = []
    for entry in entries where !entry.hasPrefix(".") {
      var status = stat()
      guard lstat(file(entry), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      if entry.hasSuffix(Self.takeSuffix), existing("take.json", in: file(entry)) != nil {
        found.insert(String(entry.dropLast(Self.takeSuffix.count)))
      } else if entry.hasSuffix(Self.trackedSuffix), existing("poses.json", in: file(entry)) != nil {
        found.insert(String(entry.dropLast(Self.trackedSuffix.count)))
      }
    }
    return found.filter { !$0.isEmpty }.sorted()
  }

  /// A name for a new take, made here of what an upload is called: letters, digits, `_` and `-`, at most 60, one that nothing
  /// in the folder has.
  func freeName(like given: String) -> String {
    let stem = Self.safeStem(given)
    for number in 1... {
      let name = number == 1 ? stem : "\(stem)-\(number)"
      let taken = [takePath(name), trackedPath(name), takePath(name) + ".recording"]
      if !taken.contains(where: { FileManager.default.fileExists(atPath: $0) }) { return name }
    }
    return stem
  }

  /// The part of a foreign name before its last point, in letters, digits, `_` and `-`; `take` where nothing is left.
  static func safeStem(_ given: String) -> String {
    let last = given.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let stem = last.split(separator: ".").dropLast(last.contains(".") ? 1 : 0).joined(separator: "_")
    let kept = stem.unicodeScalars.prefix(200).map { scalar -> Character in
      isPlain(scalar) ? Character(scalar) : "_"
    }
    let trimmed = String(kept.prefix(60)).trimmingCharacters(in: CharacterSet(charactersIn: "_-"))
    return trimmed.isEmpty ? "take" : trimmed
  }

  /// The ending of a foreign name: at most eight letters and digits; empty where it has none.
  static func safeEnding(_ given: String) -> String {
    guard let last = given.split(separator: ".").last, given.contains("."), last.count <= 8,
      last.unicodeScalars.allSatisfy({ isPlain($0) && $0 != "_" && $0 != "-" })
    else { return "" }
    return last.lowercased()
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard !path.utf8.contains(0), let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
