import Foundation
import Kinesphere

/// Writes depth as a folder of 16-bit gray PNG, `000000.png` and so on, with `timestamps.csv` (name, seconds) and
/// `recording.json`, the take's description.
///
/// The folder is `NAME.part` until it is finished. A run that was stopped is gone on with after the last picture that is
/// whole and has its time.
public final class PictureFolderWriter: RecordingWriter {
  public private(set) var frameCount = 0
  private let path: String
  private let work: String
  private var description: TakeDescription
  private var encoder = PNGEncoder()
  private var stamps: OutputFile
  private var isOpen = true
  /// On the folder.
  private let lock: FileLock

  static let stampsName = "timestamps.csv"

  public init(path: String, description: TakeDescription) throws(RecordingError) {
    try PartFile.checkFree(path)
    self.path = path
    self.description = description
    work = path + PartFile.suffix
    let info = work + "/" + PictureFolderDepth.descriptionName
    var lines: [String] = []
    let isNew = mkdir(work, 0o755) == 0
    guard isNew || errno == EEXIST else { throw PartFile.failure(work, "to be made") }
    guard let lock = FileLock(work) else {
      throw RecordingError(
        .unwritable, file: work, expected: "to be the only writer", actual: "another program writes it")
    }
    self.lock = lock
    // One that a killed run had no time to fill is as good as new.
    if isNew || (try? FileManager.default.contentsOfDirectory(atPath: work))?.isEmpty == true {
      try description.write(to: info)
    } else {
      guard let left = try? TakeDescription(path: info), left.isSameRecording(as: description) else {
        throw RecordingError(
          .unwritable, file: work, expected: "the unfinished part of this conversion",
          actual: "it is something else: move or remove it")
      }
      lines = Self.soundLines(in: work)
    }
    frameCount = lines.count
    do throws(OutputError) {
      stamps = try OutputFile(path: work + "/" + Self.stampsName)
      try stamps.append("picture,seconds\n" + lines.map { $0 + "\n" }.joined())
      try stamps.flush()
    } catch {
      throw RecordingError(.unwritable, file: work, expected: "to take the times", actual: error.description)
    }
  }

  /// The lines of times whose pictures are there, up to the first that is not; the last picture is decoded too.
  private static func soundLines(in work: String) -> [String] {
    let text = FileManager.default.contents(atPath: work + "/" + stampsName) ?? Data()
    // The last line may be torn: only what ends in a newline counts.
    var all = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    if !all.isEmpty { all.removeLast() }
    var lines: [String] = []
    for line in all.dropFirst() {
      let parts = line.split(separator: ",")
      let name = Self.name(lines.count)
      guard parts.count == 2, parts[0] == name, Double(parts[1]) != nil,
        FileManager.default.fileExists(atPath: work + "/" + name)
      else { break }
      lines.append(String(line))
    }
    while !lines.isEmpty, !isSound(work + "/" + name(lines.count - 1)) { lines.removeLast() }
    return lines
  }

  private static func isSound(_ path: String) -> Bool {
    guard let file = try? InputFile(path), var bytes = try? file.bytes(at: 0, count: file.size) else {
      return false
    }
    return (try? PNGDecoder().decode(&bytes, file: path)) != nil
  }

  private static func name(_ index: Int) -> String {
    let digits = "\(index)"
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".png"
  }

  public func append(_ frame: DepthFrame, labels: Pose?) throws(RecordingError) {
    try description.camera.check(frame, file: work)
    let name = Self.name(frameCount)
    let file = work + "/" + name
    let bytes = encoder.encode(frame.depth)
    do throws(OutputError) {
      let output = try OutputFile(path: file + PartFile.suffix)
      try output.append { $0 += bytes }
      try output.close()
      guard rename(file + PartFile.suffix, file) == 0 else {
        throw OutputError(file: file, expected: "be renamed")
      }
      try stamps.append("\(name),\(frame.time)\n")
      try stamps.flush()
    } catch {
      throw RecordingError(.unwritable, file: file, expected: "to be written", actual: error.description)
    }
    frameCount += 1
  }

  public func finish() throws(RecordingError) {
    do throws(OutputError) { try stamps.close() } catch {
      throw RecordingError(.unwritable, file: work, expected: "to take the times", actual: error.description)
    }
    description.frames = frameCount
    try description.write(to: work + "/" + PictureFolderDepth.descriptionName)
    guard rename(work, path) == 0 else { throw PartFile.failure(path, "to get its name") }
    isOpen = false
  }

  public func discard() {
    guard isOpen else { return }
    try? FileManager.default.removeItem(atPath: work)
  }
}
