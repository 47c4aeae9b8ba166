/// Evenly spaced beats.
public struct BeatGrid: Codable, Sendable, Equatable {
  /// Beats a minute.
  public var tempo: Double
  /// The time of beat 0, seconds.
  public var offset: Double

  public init(tempo: Double, offset: Double = 0) {
    precondition(tempo > 0 && tempo.isFinite && offset.isFinite, "beats have a tempo")
    (self.tempo, self.offset) = (tempo, offset)
  }

  /// Seconds between two beats.
  public var period: Double { 60 / tempo }

  /// The beat that a moment belongs to: the last one at or before it. Negative before beat 0.
  public func beat(at time: Double) -> Int {
    Int(max(-1e9, min(1e9, ((time - offset) / period + 1e-9).rounded(.down))))
  }

  /// A beat's time, seconds.
  public func time(of beat: Int) -> Double { offset + Double(beat) * period }
}
