import Kinesphere
import KinesphereData

/// Searches a recording frame by frame, and keeps what the page shows.
struct DetectRun<Frame> {
  private var detector: any Detector<Frame>
  private(set) var tally: MaskTally
  private var found = 0
  private var owners: Plane<UInt8>
  /// The frame that a delayed detector speaks of.
  private var delayed: Frame?

  init(detector: any Detector<Frame>, width: Int, height: Int) {
    self.detector = detector
    tally = MaskTally(width: width, height: height)
    owners = Plane(width: width, height: height, repeating: 0)
  }

  /// Share of the frames with at least one dancer, 0 to 1.
  var foundShare: Double { tally.film.count == 0 ? 0 : Double(found) / Double(tally.film.count) }

  mutating func search(_ start: FrameReader<Frame>, into table: SilhouetteTable) throws {
    var reader = start
    var progress = ProgressLine("detecting", total: reader.frameCount)
    tally.segmentation = reader.isSegmented.map(SegmentationWatch.init)
    defer { progress.end() }
    while try reader.next(damaged: &tally.damaged) {
      let begin = SystemClock.nanoseconds()
      let detection = try detector.detect(in: reader.frame)
      tally.charge(since: begin)
      tally.note(RoomEvents.of(detector), frame: tally.film.count)
      tally.look(at: reader.frame)
      try take(detection, reader, into: table)
      progress.show(tally.film.count)
    }
    try tally.check(reader.name)
  }

  private mutating func take(
    _ detection: Detection, _ reader: FrameReader<Frame>, into table: SilhouetteTable
  ) throws {
    let shown = detector.delay > 0 ? delayed ?? reader.frame : reader.frame
    if detector.delay > 0 { delayed = reader.frame }
    if detection == .body { found += 1 }
    let time = reader.time(shown)
    try table.append(index: max(0, tally.film.count - detector.delay), time: time, detector.silhouettes)
    let share = tally.add(pixels: detector.silhouettes.reduce(0) { $0 + $1.area })
    let silhouettes = detector.silhouettes
    tally.film.offer(time: time, caption: MaskTally.caption(tally.film.count, time, share)) { painter in
      owners.fill(from: silhouettes)
      return reader.paint(shown, painter, owners)
    }
  }
}

extension Plane<UInt8> {
  /// The number of the silhouette that covers a pixel, from 1; 0 elsewhere.
  mutating func fill(from silhouettes: [Silhouette]) {
    withMutablePixels { owners in
      for index in owners.indices { owners[index] = 0 }
      for (number, silhouette) in silhouettes.enumerated() where !silhouette.isEmpty {
        silhouette.mask.withPixels { mask in
          for index in mask.indices where mask[index] != 0 { owners[index] = UInt8(number + 1) }
        }
      }
    }
  }
}

/// silhouettes.csv: a line per frame and dancer.
struct SilhouetteTable {
  private let file: OutputFile

  init(path: String) throws(OutputError) {
    file = try OutputFile(path: path)
    try file.append("index,time,dancer,pixels,left,top,right,bottom,x [m],y [m],z [m]\n")
  }

  /// Frames without a dancer have no line; places without depth are empty.
  func append(index: Int, time: Double, _ silhouettes: [Silhouette]) throws(OutputError) {
    for (dancer, silhouette) in silhouettes.enumerated() where !silhouette.isEmpty {
      try file.append { text in
        text.append(integer: UInt64(index))
        text.append(UInt8(ascii: ","))
        text.append(decimal: time, decimals: 4)
        let (columns, rows) = (silhouette.columns, silhouette.rows)
        for value in [
          dancer, silhouette.area, columns.lowerBound, rows.lowerBound, columns.upperBound, rows.upperBound,
        ] {
          text.append(UInt8(ascii: ","))
          text.append(integer: UInt64(value))
        }
        for axis in 0..<3 {
          text.append(UInt8(ascii: ","))
          text.append(decimal: Double(silhouette.centroid[axis]), decimals: 4, absent: "")
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
  }

  func close() throws(OutputError) { try file.close() }
}
