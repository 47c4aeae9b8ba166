/// Where each frame of a take lies: 16 bytes a frame, made with one walk over the heads.
struct TakeIndex {
  /// One frame: the head to go to, and how many lost frames come before what lies there, this one included.
  struct Place: Equatable {
    let offset: Int
    let lost: Int
  }

  private(set) var places: [Place] = []

  /// Walks `start` to its end.
  init(_ start: RecordLogReader) throws(RecordingError) {
    var log = start
    while true {
      let offset = log.offset
      switch try log.next() {
      case .record: places.append(Place(offset: offset, lost: 0))
      case .gap(let records, _):
        for lost in (1...records).reversed() { places.append(Place(offset: log.offset, lost: lost)) }
      case .torn, .end:
        places.append(Place(offset: offset, lost: 0))
        return
      }
    }
  }
}
