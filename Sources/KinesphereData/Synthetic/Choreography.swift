/// A dance as key poses on beats: each pose is reached exactly on its beat, then held for a while.
///
/// Between two key poses the body moves with cubic easing `3 s^2 - 2 s^3`, so that it rests for a moment on every beat;
/// rotations and limbs go along shortest arcs (``BodyPose/slerp(to:share:)``), the root straight. Space: y up, floor at
/// y = 0, metres; the height of the root is left to whoever puts a person's feet on the floor.
public struct Choreography: Sendable {
  /// A pose and the moment it is reached.
  public struct KeyPose: Sendable {
    /// Counted from 0 at the start; may be fractional.
    public var beat: Double
    public var pose: BodyPose
    /// Share of the way to the next key pose that it is held, from 0 to below 1.
    public var hold: Double

    public init(beat: Double, pose: BodyPose, hold: Double = 0) {
      self.beat = beat
      self.pose = pose
      self.hold = hold
    }
  }

  /// Beats a minute.
  public let tempo: Double
  /// In order of their beats; at least one.
  public let keyPoses: [KeyPose]

  public init(tempo: Double, keyPoses: [KeyPose]) {
    precondition(tempo > 0 && !keyPoses.isEmpty, "a choreography has a tempo and a pose")
    precondition(
      zip(keyPoses, keyPoses.dropFirst()).allSatisfy { $0.beat < $1.beat }
        && keyPoses.allSatisfy { (0..<1).contains($0.hold) },
      "key poses follow one another, each held for a share below 1")
    self.tempo = tempo
    self.keyPoses = keyPoses
  }

  /// Seconds until the last key pose.
  public var duration: Double { (keyPoses.last?.beat ?? 0) * 60 / tempo }

  /// The times of all whole beats from 0 until a time, seconds.
  public func beats(until end: Double) -> [Double] {
    Array(stride(from: 0, through: end, by: 60 / tempo))
  }

  /// The pose at a time in seconds; the first and the last are held for ever.
  public func pose(at time: Double) -> BodyPose {
    let beat = time * tempo / 60
    let next = keyPoses.firstIndex { $0.beat > beat } ?? keyPoses.count
    guard next > 0 else { return keyPoses[0].pose }
    let start = keyPoses[next - 1]
    guard next < keyPoses.count else { return start.pose }
    let way = (beat - start.beat) / (keyPoses[next].beat - start.beat)
    let s = Float(max(0, (way - start.hold) / (1 - start.hold)))
    return start.pose.slerp(to: keyPoses[next].pose, share: s * s * (3 - 2 * s))
  }
}
