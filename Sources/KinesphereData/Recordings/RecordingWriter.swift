import Kinesphere

/// A depth recording that is being written, frame by frame, under a temporary name until ``finish()``.
public protocol RecordingWriter: AnyObject {
  /// Frames so far, those of an earlier run that is gone on with included.
  var frameCount: Int { get }
  /// Appends a frame; its key-points are kept where the format can hold them.
  func append(_ frame: DepthFrame, labels: Pose?) throws(RecordingError)
  /// Makes the recording whole and gives it its name.
  func finish() throws(RecordingError)
  /// Removes what was written; does nothing after ``finish()``.
  func discard()
}

extension TakeWriter: RecordingWriter {}

/// A format that depth is written in.
public enum WritingFormat: String, Sendable, CaseIterable {
  /// The project's own folder: everything is kept.
  case take
  /// A folder of 16-bit gray PNG with `timestamps.csv` and `recording.json`.
  case png
  /// NumPy's zip of arrays: `depth` [frames, height, width] in millimetres, `times`, `camera`, `rate`, `description`.
  case npz
  /// MSR-Action3D's layout, in millimetres.
  case bin
  /// FFV1 in Matroska, 16-bit gray.
  case mkv
  /// A preview to look at; depth cannot be read back from it.
  case mp4

  /// By a name's extension; nil where it says none.
  public init?(path: String) {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    self.init(rawValue: String(name[name.index(after: dot)...]))
  }

  /// Whether an interrupted run is gone on with; the others begin again.
  public var resumes: Bool { self == .take || self == .png }
}

/// Starts writers.
public enum RecordingWriters {
  /// Begins `path` in a format, or goes on with what a run of the same `description` left unfinished where the format
  /// ``WritingFormat/resumes``. Throws where something of the name exists.
  public static func open(
    path: String, format: WritingFormat, description: TakeDescription, ffmpeg: FFmpeg = FFmpeg()
  ) throws(RecordingError) -> any RecordingWriter {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    switch format {
    case .take: return try TakeWriter.open(path, description)
    case .png: return try PictureFolderWriter(path: path, description: description)
    case .npz: return try ArrayWriter(path: path, description: description)
    case .bin: return try MSRWriter(path: path, description: description)
    case .mkv, .mp4:
      return try FFmpegWriter(
        path: path, isPreview: format == .mp4, description: description, ffmpeg: ffmpeg)
    }
  }
}

extension TakeWriter {
  /// A new take, or the unfinished one of the same description.
  fileprivate static func open(_ path: String, _ description: TakeDescription) throws(RecordingError)
    -> TakeWriter
  {
    let work = path + ".recording"
    guard Take.recognises(work), !Take.recognises(path) else {
      return try TakeWriter(creating: path, description: description)
    }
    let left = try TakeDescription(path: Take.file(Take.description, in: work))
    guard left.isSameRecording(as: description) else {
      throw RecordingError(
        .unwritable, file: work, expected: "the unfinished part of this conversion",
        actual: "it is another take: move or remove it")
    }
    return try TakeWriter(resuming: path)
  }
}

extension TakeDescription {
  /// Whether both describe one recording, finished or not.
  func isSameRecording(as other: TakeDescription) -> Bool {
    var (one, two) = (self, other)
    (one.frames, one.depthBytes, two.frames, two.depthBytes) = (nil, nil, nil, nil)
    return one == two
  }
}

extension Recording {
  /// What a take says of itself, or what `kinesphere convert` kept of it in another format; nil elsewhere.
  public var takeDescription: TakeDescription? {
    switch self {
    case let take as TakeRecording: take.description
    case let folder as PictureFolderDepth: folder.description
    case let array as ArrayRecording: array.description
    case let video as FFmpegDepth: video.description
    default: nil
    }
  }
}
