import Kinesphere
import KinesphereData

/// Actions of one person, one after the other, with the truth of where each begins and ends.
public struct PoseStream: Sendable {
  public struct Segment: Sendable, Equatable {
    public let action: Int
    /// Seconds of the stream.
    public let start, end: Double

    /// The share of the time of both together that is of both at once.
    func overlap(_ start: Double, _ end: Double) -> Double {
      let both = min(self.end, end) - max(self.start, start)
      return max(0, both) / (max(self.end, end) - min(self.start, start))
    }
  }

  public private(set) var poses: [Pose] = []
  public private(set) var times: [Double] = []
  public private(set) var segments: [Segment] = []
  public let person: Int

  /// Seconds between two actions, in which the body goes from the one's last pose to the other's first.
  static let gap = 0.4

  /// Joins sequences in the order given; the body stays where it is from one to the next.
  public init(_ sequences: [PoseSequence], person: Int) {
    self.person = person
    for sequence in sequences where sequence.poses.count > 1 { append(sequence) }
  }

  private mutating func append(_ sequence: PoseSequence) {
    var place = SIMD3<Float>.zero
    var start = 0.0
    if let last = poses.last, let end = times.last {
      place = last[.pelvis] - sequence.poses[0][.pelvis]
      start = end + Self.gap
      let next = sequence.poses[0].moved(by: place)
      let steps = max(
        2, Int((Self.gap * Double(sequence.poses.count) / max(sequence.duration, 0.1)).rounded()))
      for step in 1..<steps {
        let share = Float(step) / Float(steps)
        var between = last
        for point in KeyPoint.allCases { between[point] += (next[point] - last[point]) * share }
        poses.append(between)
        times.append(end + Self.gap * Double(share))
      }
    }
    for (pose, time) in zip(sequence.poses, sequence.times) {
      poses.append(pose.moved(by: place))
      times.append(start + time - sequence.times[0])
    }
    segments.append(Segment(action: sequence.action, start: start, end: start + sequence.duration))
  }

  /// The numbers of a window; nil where it has fewer than eight poses.
  func features(from start: Double, to end: Double, _ configuration: ActionFeatures.Configuration) -> [Float]?
  {
    guard let first = times.firstIndex(where: { $0 >= start - 1e-6 }),
      let last = times.lastIndex(where: { $0 <= end + 1e-6 }), last - first >= 7
    else { return nil }
    var features: [Float] = []
    configuration.append(poses[first...last], times: times[first...last], to: &features)
    return features
  }
}

extension PoseStream {
  /// Streams of each person's sequences in an order drawn with `seed`, `length` actions each.
  public static func streams(of sequences: [PoseSequence], length: Int, seed: UInt64) -> [PoseStream] {
    Set(sequences.map(\.person)).sorted().flatMap { person -> [PoseStream] in
      var own = sequences.filter { $0.person == person }
      var generator = SeededGenerator(seed: seed, stream: 31, index: UInt64(person))
      for index in own.indices.dropLast() {
        own.swapAt(index, index + Int(generator.next() % UInt64(own.count - index)))
      }
      return Swift.stride(from: 0, to: own.count, by: length).map {
        PoseStream(Array(own[$0..<min(own.count, $0 + length)]), person: person)
      }
    }
  }
}

extension Pose {
  fileprivate func moved(by offset: SIMD3<Float>) -> Pose {
    var moved = self
    for point in KeyPoint.allCases { moved[point] += offset }
    return moved
  }
}
