import Foundation
import Kinesphere

/// Records a take, frame by frame; what was appended survives a crash.
///
/// The take grows in `NAME.recording` and gets its name from ``finish()``. If the program ends before, that
/// folder opens as a recording all the same, and ``init(resuming:)`` goes on with it. A frame of 320 x 240 pixels
/// costs about 0.1 ms (a segmented dancer) to 0.6 ms (a noisy room); reading takes a little less.
///
///     let writer = try TakeWriter(creating: "dance.take", description: description)
///     try writer.append(frame, labels: pose)
///     try writer.finish()
public final class TakeWriter {
  /// What `take.json` will say.
  public private(set) var description: TakeDescription
  /// Where the take is now.
  public private(set) var path: String
  /// What resuming found and repaired, a line each.
  public private(set) var notices: [String] = []
  private let finalPath: String
  private let depth: RecordLogWriter
  private var labels: RecordLogWriter?
  private var encoder: RVLEncoder
  private var labelFloats = [Float](repeating: 0, count: Take.labelFloats)

  /// Frames so far, those of an earlier recording included.
  public var frameCount: Int { depth.count }

  /// Starts a new take; throws where something of its name exists or cannot be written.
  public init(creating name: String, description: TakeDescription) throws(RecordingError) {
    let path = name.count > 1 && name.hasSuffix("/") ? String(name.dropLast()) : name
    let work = path + Self.suffix
    for taken in [path, work] where FileManager.default.fileExists(atPath: taken) {
      throw RecordingError(
        .unwritable, file: taken, expected: "a name for a new take",
        actual: taken == path
          ? "there is something of this name"
          : "there is an unfinished take, which can be tracked as it is; move or remove it")
    }
    guard mkdir(work, 0o755) == 0 else {
      throw RecordingError(
        .unwritable, file: work, expected: "to be made",
        actual: "the system says: \(String(cString: strerror(errno)))")
    }
    self.path = work
    finalPath = path
    self.description = description
    encoder = RVLEncoder(width: description.camera.width, height: description.camera.height)
    let logs: (depth: RecordLogWriter, labels: RecordLogWriter?)
    do throws(RecordingError) {
      try description.write(to: Take.file(Take.description, in: work))
      logs.depth = try RecordLogWriter(creating: Take.file(Take.depth, in: work))
      logs.labels =
        description.labels == nil
        ? nil : try RecordLogWriter(creating: Take.file(Take.labels, in: work))
    } catch {
      // Nobody is left with an unfinished take of no frames.
      try? FileManager.default.removeItem(atPath: work)
      throw error
    }
    (depth, labels) = logs
  }

  /// Goes on with a take, finished or cut off; a torn record at its end is cut away, and said in ``notices``.
  public init(resuming path: String) throws(RecordingError) {
    let exists = Take.recognises(path)
    let work = exists ? path : path + Self.suffix
    self.path = work
    finalPath = work.hasSuffix(Self.suffix) ? String(work.dropLast(Self.suffix.count)) : work
    description = try TakeDescription(path: Take.file(Take.description, in: work))
    encoder = RVLEncoder(width: description.camera.width, height: description.camera.height)
    depth = try RecordLogWriter(appendingTo: Take.file(Take.depth, in: work))
    if description.labels != nil {
      // A label whose picture a crash took away would stand beside the next one.
      labels = try RecordLogWriter(
        appendingTo: Take.file(Take.labels, in: work), limit: depth.count)
    }
    for log in [depth, labels].compactMap({ $0 }) where log.cut > 0 {
      notices.append("\(log.path): cut \(log.cut) bytes after the last whole frame")
    }
    description.frames = nil
    description.depthBytes = nil
    try description.write(to: Take.file(Take.description, in: work))
  }

  private static let suffix = ".recording"

  /// Appends a frame, and its labels where the take has them (nil = unknown in this frame).
  ///
  /// Throws where the frame's size is not the take's, or the disk is full: then the take ends with the frame before, or
  /// with this one without labels.
  public func append(_ frame: DepthFrame, labels pose: Pose? = nil) throws(RecordingError) {
    guard frame.depth.width == description.camera.width, frame.depth.height == description.camera.height
    else {
      throw RecordingError(
        .invalid, file: path,
        expected: "frames of \(description.camera.width) x \(description.camera.height)",
        actual: "one has \(frame.depth.width) x \(frame.depth.height)")
    }
    encoder.encode(frame.depth)
    try depth.append(
      encoder.words, count: encoder.count * 4, time: frame.time, width: frame.depth.width,
      height: frame.depth.height)
    guard let labels else { return }
    // Records of labels carry no number of their frame but their own: fill up what an earlier end left out.
    while labels.count < depth.count - 1 { try append(Pose(), to: labels, time: .nan) }
    try append(pose ?? Pose(), to: labels, time: frame.time)
  }

  private func append(_ pose: Pose, to log: RecordLogWriter, time: Double) throws(RecordingError) {
    for index in 0..<KeyPoint.count {
      for axis in 0..<3 { labelFloats[index * 4 + axis] = pose.points[index][axis] }
      labelFloats[index * 4 + 3] = pose.confidence[index]
    }
    try log.append(labelFloats, count: labelFloats.count * 4, time: time)
  }

  /// Brings everything to the disk and gives the take its name.
  public func finish() throws(RecordingError) {
    try depth.synchronise()
    try labels?.synchronise()
    description.frames = depth.count
    description.depthBytes = depth.size
    try description.write(to: Take.file(Take.description, in: path))
    guard path != finalPath else { return }
    guard rename(path, finalPath) == 0 else {
      throw RecordingError(
        .unwritable, file: finalPath, expected: "to take the name of a finished take",
        actual: "the system says: \(String(cString: strerror(errno)))")
    }
    path = finalPath
  }

  /// Removes what an earlier writer left unfinished of a take; throws where one is at it still.
  public static func discardUnfinished(_ path: String) throws(RecordingError) {
    let work = path + suffix
    guard FileManager.default.fileExists(atPath: work) else { return }
    let depth = Take.file(Take.depth, in: work)
    let lock = FileLock(depth)
    guard lock != nil || !FileManager.default.fileExists(atPath: depth) else {
      throw RecordingError(
        .unwritable, file: work, expected: "to be the only writer", actual: "another process writes to it")
    }
    // Held until all is removed.
    defer { withExtendedLifetime(lock) {} }
    try? FileManager.default.removeItem(atPath: work)
  }

  /// Removes a take that is not finished; does nothing to one that has its name.
  public func discard() {
    guard path != finalPath else { return }
    try? FileManager.default.removeItem(atPath: path)
  }
}

extension RecordLogWriter {
  /// Appends the first `count` bytes of `values`.
  fileprivate func append<Value: BitwiseCopyable>(
    _ values: [Value], count: Int, time: Double, width: Int = 0, height: Int = 0
  ) throws(RecordingError) {
    let outcome = values.withUnsafeBytes { bytes -> Result<Void, RecordingError> in
      let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
      do throws(RecordingError) {
        return .success(try append(part, time: time, width: width, height: height))
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }
}
