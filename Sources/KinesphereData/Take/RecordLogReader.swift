import Foundation

/// Walks a take's append-only file record by record, past whatever is damaged.
struct RecordLogReader {
  /// One step along the file.
  enum Step: Equatable {
    /// A sound head with its payload wholly in the file, from this byte on.
    case record(RecordHead, payload: Int)
    /// A place where `records` of them, at least, cannot be read.
    case gap(records: Int, bytes: Int)
    /// The file ends inside a record: a crash while writing. `sound` bytes come before it.
    case torn(bytes: Int, sound: Int)
    case end
  }

  let file: InputFile
  private(set) var offset: Int
  private var nextIndex = 0

  /// Opens a log; throws where its mark is not there.
  init(_ file: InputFile) throws(RecordingError) {
    let mark = try file.bytes(at: 0, count: RecordLog.fileMark.count)
    guard mark == RecordLog.fileMark else {
      throw RecordingError(
        mark.count < RecordLog.fileMark.count ? .truncated : .invalid, file: file.path,
        expected: "the mark of a take's log, version 1",
        actual: mark.count < RecordLog.fileMark.count
          ? "the file holds \(file.size) bytes" : "it starts otherwise")
    }
    self.file = file
    offset = mark.count
  }

  /// Goes to a record's head, found before.
  mutating func jump(to offset: Int, nextIndex: Int) {
    self.offset = offset
    self.nextIndex = nextIndex
  }

  /// The next step.
  mutating func next() throws(RecordingError) -> Step {
    if offset == file.size { return .end }
    let bytes = try file.bytes(at: offset, count: RecordLog.headSize)
    guard let head = RecordHead(bytes, at: 0) else { return try passDamage() }
    if offset + RecordLog.headSize + head.length > file.size { return tear(from: offset) }
    // An index that jumps without lost bytes before it says nothing of lost records.
    nextIndex = head.index + 1
    let payload = offset + RecordLog.headSize
    offset = payload + head.length
    return .record(head, payload: payload)
  }

  private mutating func tear(from place: Int) -> Step {
    let step = Step.torn(bytes: file.size - place, sound: place)
    offset = file.size
    return step
  }

  /// Searches the next sound head.
  private mutating func passDamage() throws(RecordingError) -> Step {
    let start = offset
    var base = offset + 1
    let window = 1 << 16
    while base + RecordLog.headSize <= file.size {
      let bytes = try file.bytes(at: base, count: window)
      for place in 0..<max(0, bytes.count - RecordLog.headSize + 1)
      where bytes[place] == RecordLog.recordMark[0] {
        guard let head = RecordHead(bytes, at: place) else { continue }
        offset = base + place
        let most = (offset - start) / RecordLog.headSize
        let lost = max(1, min(most, head.index - nextIndex))
        nextIndex = head.index
        return .gap(records: lost, bytes: offset - start)
      }
      base += max(1, bytes.count - RecordLog.headSize + 1)
    }
    return tear(from: start)
  }
}
