/// The beat of a dance, and how much it is to be believed.
public struct Rhythm: Codable, Sendable, Equatable {
  public enum Source: String, Codable, Sendable {
    /// Somebody said the tempo.
    case given
    /// Found in the movement.
    case estimated
  }

  public var beats: BeatGrid
  public var source: Source
  /// 1 where given; else the autocorrelation of the movement's energy at the beat's period, 0 to 1. Below about 0.3 there is
  /// hardly a beat. Half and double tempo are the usual mistakes.
  public var confidence: Double

  public init(beats: BeatGrid, source: Source, confidence: Double) {
    (self.beats, self.source, self.confidence) = (beats, source, confidence)
  }

  /// A tempo that somebody said.
  public static func given(tempo: Double, offset: Double = 0) -> Rhythm {
    Rhythm(beats: BeatGrid(tempo: tempo, offset: offset), source: .given, confidence: 1)
  }
}
