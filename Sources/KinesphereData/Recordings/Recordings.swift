import Foundation

/// Opens recordings, whatever their format.
public enum Recordings {
  /// Opens the recording at `path`, whose format is recognised by its content, never by its name.
  ///
  /// Throws ``RecordingError`` where the content belongs to no known format, contradicts itself, or leaves
  /// unstated what neither a data set's card nor an option says.
  public static func open(
    path: String, options: RecordingOptions = RecordingOptions()
  ) throws(RecordingError) -> any Recording {
    if Take.recognises(path) { return try TakeRecording(path: path, options: options) }
    let file = try InputFile(path)
    guard file.size > 0 else {
      throw RecordingError(.truncated, file: path, expected: "a recording", actual: "the file is empty")
    }
    if try MATFile.recognises(file) { return try MATRecording(path: path, options: options) }
    // `.bin` has no mark of its own: its header must describe a picture, and then the file's very size.
    if try MSRRecording.recognises(file) || path.hasSuffix(".bin") {
      return try MSRRecording(path: path, options: options)
    }
    throw RecordingError(
      .unknownFormat, file: path, expected: "a take, an MSR-Action3D .bin or a MAT v5 file",
      actual: "its first bytes belong to none of them")
  }
}
