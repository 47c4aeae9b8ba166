import Kinesphere
import KinesphereData

/// Observations of a data set's recordings, frame by frame.
enum RecordedSequences {
  static func read(
    _ takes: [RecordedCrops.Take], observer: Observer?, threads: Int, progress: (Int) -> Void
  ) throws -> [ObservationSequence] {
    try OrderedWork.map(takes.count, threads: threads, progress: progress) { index in
      try sequence(takes[index], observer: observer)
    }
  }

  private static func sequence(
    _ take: RecordedCrops.Take, observer: Observer?
  ) throws -> ObservationSequence {
    let recording = try Recordings.open(path: take.path)
    let rate = recording.header.rate ?? 30
    guard let labels = try SkeletonLabels.beside(take.path, rate: rate, timing: take.timing) else {
      throw TrainingError(.data, at: take.path, expected: "a skeleton beside it", actual: "there is none")
    }
    var frame = recording.makeFrame()
    var reader = ObservationReader(width: frame.depth.width, height: frame.depth.height, observer: observer)
    var sequence = ObservationSequence(
      name: "\(take.name)", subject: take.name.subject, action: take.name.action,
      width: ObservationReader.width(observer))
    sequence.isMirrored = frame.camera.isMirrored
    for number in 0..<labels.motion.count {
      let outcome = try recording.read(into: &frame)
      if outcome == .end { break }
      guard outcome == .frame else { continue }
      try reader.observe(frame, number: number, label: labels.motion.poses[number], into: &sequence)
    }
    return sequence
  }
}
