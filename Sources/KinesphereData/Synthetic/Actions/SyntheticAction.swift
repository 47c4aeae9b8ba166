/// An action that the synthetic dancer can perform: the paper's eleven and six of dance.
///
/// Each starts and ends in the neutral stance, takes a whole number of beats, and exists to both sides. Feet stand still
/// or step, jumps fall freely, the centre of mass is over the feet wherever the dancer stands.
public enum SyntheticAction: String, CaseIterable, Sendable, Codable {
  case twoHandWave = "two-hand wave"
  case run
  case jump
  case markTime = "mark time"
  case bend
  case squat
  case sideStep = "side step"
  case legKick = "leg kick"
  case pitch
  case golfSwing = "golf swing"
  case sideBoxing = "side boxing"
  case plie = "plié"
  case pirouette
  case arabesque
  case grandJete = "grand jeté"
  case chasse = "chassé"
  case spinJump = "spin jump"

  /// The paper's eleven.
  public static let everyday: [SyntheticAction] = [
    .twoHandWave, .run, .jump, .markTime, .bend, .squat, .sideStep, .legKick, .pitch, .golfSwing, .sideBoxing,
  ]

  /// Six of dance.
  public static let dance: [SyntheticAction] = [
    .plie, .pirouette, .arabesque, .grandJete, .chasse, .spinJump,
  ]

  /// The name in file names: letters a to z and hyphens.
  public var fileName: String {
    switch self {
    case .plie: "plie"
    case .grandJete: "grand-jete"
    case .chasse: "chasse"
    default: rawValue.replacing(" ", with: "-")
    }
  }

  /// Reads either name.
  public init?(name: String) {
    guard let action = Self.allCases.first(where: { $0.rawValue == name || $0.fileName == name }) else {
      return nil
    }
    self = action
  }

  /// How long it takes; a whole number.
  public var beats: Int {
    switch self {
    case .plie, .arabesque: 8
    default: 6
    }
  }

  /// The postures of a performer; `isMirrored` swaps left and right.
  func score(style: PerformerStyle, isMirrored: Bool = false) -> DanceScore {
    let writer = ScoreWriter(style: style)
    switch self {
    case .twoHandWave: writer.twoHandWave()
    case .run: writer.run()
    case .jump: writer.jump()
    case .markTime: writer.markTime()
    case .bend: writer.bend()
    case .squat: writer.squat()
    case .sideStep: writer.sideStep()
    case .legKick: writer.legKick()
    case .pitch: writer.pitch()
    case .golfSwing: writer.golfSwing()
    case .sideBoxing: writer.sideBoxing()
    case .plie: writer.plie()
    case .pirouette: writer.pirouette()
    case .arabesque: writer.arabesque()
    case .grandJete: writer.grandJete()
    case .chasse: writer.chasse()
    case .spinJump: writer.spinJump()
    }
    let keys = writer.keys.map {
      DanceScore.Key(beat: $0.beat, posture: style.taken(isMirrored ? $0.posture.mirrored : $0.posture))
    }
    return DanceScore(tempo: style.tempo, keys: keys, beats: beats)
  }
}

/// Writes an action's postures down, beat by beat.
final class ScoreWriter {
  let style: PerformerStyle
  private(set) var keys: [DanceScore.Key] = []

  init(style: PerformerStyle) { self.style = style }

  /// Size of the movements.
  var size: Float { style.expressiveness }

  /// A size with a limit.
  func sized(_ written: Float, most: Float = .infinity) -> Float { min(most, written * size) }

  /// A jump's height in metres as time in the air, in beats: t = sqrt(8 h / g).
  func airTime(height: Float) -> Double {
    Double((8 * height / ScorePerformance.gravity).squareRoot()) * style.tempo / 60
  }

  func add(_ beat: Double, _ posture: Posture) {
    keys.append(.init(beat: beat, posture: posture))
  }

  /// The neutral posture, changed.
  func add(_ beat: Double, _ change: (inout Posture) -> Void = { _ in }) {
    add(beat, Posture.neutral.with(change))
  }
}

extension LegPlacement {
  /// On the floor; x to the right, z back.
  static func floor(_ x: Float, _ z: Float = 0, out turnout: Float = 8, heel: Float = 0) -> LegPlacement {
    .planted(x: x, z: z, turnout: turnout, heel: heel)
  }

  /// In the air.
  static func air(
    _ lift: Float, _ azimuth: Float, knee: Float = 4, out turnout: Float = 5, point: Float = 0.4
  ) -> LegPlacement {
    .free(lift: lift, azimuth: azimuth, knee: knee, turnout: turnout, point: point)
  }
}

extension Posture {
  /// Both arms alike.
  mutating func arms(
    _ x: Float, _ y: Float, _ z: Float, reach: Float, elbow: SIMD3<Float> = ArmReach.usualElbow
  ) {
    let arm = ArmReach.towards(SIMD3(x, y, z), reach: reach, elbow: elbow)
    (left.arm, right.arm) = (arm, arm)
  }

  /// Both hands at one place, arm lengths from the middle between the shoulders.
  mutating func hands(_ x: Float, _ y: Float, _ z: Float, elbow: SIMD3<Float> = ArmReach.usualElbow) {
    left.arm = .place(SIMD3(x - 0.06, y, z), elbow: elbow)
    right.arm = .place(SIMD3(x + 0.06, y, z), elbow: elbow)
  }
}
