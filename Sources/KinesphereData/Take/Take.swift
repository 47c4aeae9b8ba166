import Foundation

/// The project's own recording: a folder with
///
/// - `take.json`, what it is (``TakeDescription``),
/// - `depth.log`, a record a frame, each an RVL-compressed picture in millimetres,
/// - `labels.log`, where there are labels: a record a frame, 18 times x, y, z in metres and confidence as floats.
///
/// While a take is recorded its folder is called `NAME.recording`; finishing it gives it its name. A take that
/// was cut off can be opened and recorded on: see ``TakeWriter``.
enum Take {
  static let description = "take.json"
  static let depth = "depth.log"
  static let labels = "labels.log"
  /// Floats in a label's record.
  static let labelFloats = 18 * 4

  /// Whether a path is a take's folder.
  static func recognises(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: file(description, in: path))
  }

  static func file(_ name: String, in folder: String) -> String { folder + "/" + name }
}
