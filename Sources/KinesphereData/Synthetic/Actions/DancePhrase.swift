/// Actions joined on the beat without a pause: a prelude, a main part and a conclusion.
///
/// Each action passes through the neutral stance into the next; the side it goes to is chosen so that the dancer comes
/// back to the middle.
public struct DancePhrase: Sendable {
  public enum Segment: String, CaseIterable, Sendable, Codable {
    case prelude, main, conclusion
  }

  /// One action of a phrase.
  public struct Part: Sendable, Equatable {
    public var action: SyntheticAction
    public var isMirrored: Bool
    public var segment: Segment

    public init(_ action: SyntheticAction, isMirrored: Bool = false, segment: Segment) {
      self.action = action
      self.isMirrored = isMirrored
      self.segment = segment
    }
  }

  public let parts: [Part]

  public init(parts: [Part]) {
    precondition(!parts.isEmpty, "a phrase has an action")
    self.parts = parts
  }

  /// Two actions of prelude, `main` of the main part, one or two of conclusion; no action twice in a row.
  public static func random(main: Int = 5, using generator: inout SeededGenerator) -> DancePhrase {
    precondition(main > 0, "a phrase has a main part")
    let calm: [SyntheticAction] = [.plie, .bend, .sideStep, .markTime, .twoHandWave, .squat]
    let closing: [SyntheticAction] = [.arabesque, .plie, .bend, .twoHandWave]
    var parts: [Part] = []
    func add(_ choices: [SyntheticAction], to segment: Segment, using generator: inout SeededGenerator) {
      let others = choices.filter { $0 != parts.last?.action }
      parts.append(
        Part(
          others[generator.index(below: others.count)], isMirrored: generator.chance(0.5), segment: segment))
    }
    for _ in 0..<2 { add(calm, to: .prelude, using: &generator) }
    for _ in 0..<main {
      let choices = generator.chance(0.7) ? SyntheticAction.dance : SyntheticAction.everyday
      add(choices, to: .main, using: &generator)
    }
    for _ in 0..<1 + generator.index(below: 2) { add(closing, to: .conclusion, using: &generator) }
    return DancePhrase(parts: parts)
  }

  /// The whole phrase as a performer dances it, with its annotation in beats; seconds are the metronome's.
  func score(style: PerformerStyle) -> DanceScore {
    var result = DanceScore(tempo: style.tempo, keys: [], beats: 0)
    var (x, z, heading): (Float, Float, Float) = (0, 0, 0)
    for part in parts {
      let score = Self.homeward(part, style: style, x: x, z: z)
      let start = result.beats
      for key in score.keys where key.beat > 0 || result.keys.isEmpty {
        var posture = key.posture.moved(x: x, z: z)
        posture.heading += heading
        result.keys.append(.init(beat: key.beat + Double(start), posture: posture))
      }
      result.beats += score.beats
      let end = score.end
      (x, z, heading) = (x + end.x, z + end.z, heading + end.heading)
      let beats = (Double(start), Double(result.beats))
      result.actions.append(
        PerformedAction(
          name: part.action.rawValue, start: result.time(beats.0), end: result.time(beats.1),
          segment: part.segment.rawValue, startBeat: beats.0, endBeat: beats.1))
    }
    return result
  }

  /// The part to the side that it is written for, or to the other where that ends nearer the middle.
  private static func homeward(_ part: Part, style: PerformerStyle, x: Float, z: Float) -> DanceScore {
    let own = part.action.score(style: style, isMirrored: part.isMirrored)
    let other = part.action.score(style: style, isMirrored: !part.isMirrored)
    return abs(x + other.end.x) < abs(x + own.end.x) - 0.01 ? other : own
  }
}

extension DanceScore {
  /// Where the last posture stands, metres, and how far it has turned, degrees.
  var end: (x: Float, z: Float, heading: Float) {
    guard let last = keys.last?.posture,
      case .planted(let leftX, let leftZ, _, _) = last.left.leg,
      case .planted(let rightX, let rightZ, _, _) = last.right.leg
    else { return (0, 0, 0) }
    return ((leftX + rightX) / 2, (leftZ + rightZ) / 2, last.heading)
  }
}
