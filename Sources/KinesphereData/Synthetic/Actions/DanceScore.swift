/// Actions written down as postures on beats, before anyone dances them.
struct DanceScore: Sendable {
  struct Key: Sendable {
    /// From 0; fractions are off the beat.
    var beat: Double
    var posture: Posture
  }

  /// Beats a minute.
  var tempo: Double
  var keys: [Key]
  /// A whole number of beats; at least that of the last key.
  var beats: Int
  var actions: [PerformedAction] = []

  /// Seconds.
  var duration: Double { Double(beats) * 60 / tempo }

  /// A beat's time without the performer's liberties, seconds.
  func time(_ beat: Double) -> Double { beat * 60 / tempo }
}

/// An action within a take or a phrase: which, when, in which part of the phrase.
public struct PerformedAction: Sendable, Equatable, Codable {
  /// The action's name: ``SyntheticAction``'s raw value, or any other.
  public var name: String
  /// Seconds from the take's start.
  public var start: Double
  public var end: Double
  /// `prelude`, `main` or `conclusion`; nil outside a phrase.
  public var segment: String?
  /// The same counted in beats from the first; nil where nobody counts.
  public var startBeat: Double?
  public var endBeat: Double?

  public init(
    name: String, start: Double, end: Double, segment: String? = nil, startBeat: Double? = nil,
    endBeat: Double? = nil
  ) {
    self.name = name
    self.start = start
    self.end = end
    self.segment = segment
    self.startBeat = startBeat
    self.endBeat = endBeat
  }
  /// The same, later by seconds.
  public func moved(by seconds: Double) -> PerformedAction {
    var result = self
    result.start += seconds
    result.end += seconds
    return result
  }
}
