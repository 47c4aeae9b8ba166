/// What a person wears loosely, beside the close clothes that ``Person/Configuration`` swells the skin by.
///
/// Cloth hides what a key-point tracker looks for: the fork of the legs, the knees, the waist. Skirts and jackets are a
/// surface of their own that hangs from the hips, is pushed out by the legs, lags behind movement and rises in a spin
/// (``Drape``); trousers swell the legs' skin more and more towards the ankle.
public struct Outfit: Sendable, Equatable, Codable {
  /// Length of a skirt below the hips, as a share of the leg from hip to sole: 0.3 is short, 0.85 long; nil = none.
  public var skirt: Float?
  /// How far trousers stand off the leg at the ankle, metres; 0 = none.
  public var trousers: Float = 0
  /// Length of a jacket below the hips, as a share of the leg; nil = none. It swells the trunk by 2 cm.
  public var jacket: Float?
  /// The angle at which the hem stands off at rest, degrees.
  public var flare: Float = 10

  public init() {}

  public static let none = Outfit()

  /// A skirt, loose trousers, or a jacket over either or over nothing.
  public static func random(using generator: inout SeededGenerator) -> Outfit {
    var outfit = Outfit()
    outfit.flare = generator.uniform(6, 20)
    let kind = generator.unit()
    if kind < 0.45 {
      outfit.skirt = generator.uniform(0.3, 0.85)
    } else if kind < 0.85 {
      outfit.trousers = generator.uniform(0.025, 0.06)
    }
    if kind >= 0.7 { outfit.jacket = generator.uniform(0.1, 0.28) }
    return outfit
  }

  /// How much the skin over a segment swells, metres, at its near end and at its far one.
  func swelling(of segment: BodySegment) -> (near: Float, far: Float) {
    switch segment {
    case .leftThigh, .rightThigh: (min(trousers, 0.03), trousers * 0.6)
    case .leftShank, .rightShank: (trousers * 0.6, trousers)
    case .pelvis: (jacket == nil ? trousers * 0.4 : 0.02, jacket == nil ? trousers * 0.4 : 0.02)
    case .abdomen, .chest, .leftClavicle, .rightClavicle: jacket == nil ? (0, 0) : (0.02, 0.02)
    case .leftUpperArm, .rightUpperArm, .leftForearm, .rightForearm: jacket == nil ? (0, 0) : (0.015, 0.02)
    default: (0, 0)
    }
  }

  /// The length of the cloth that hangs, as a share of the leg; nil where none does.
  var hem: Float? {
    guard skirt != nil || jacket != nil else { return nil }
    return max(skirt ?? 0, jacket ?? 0)
  }
}

/// How cloth hangs in one frame.
public struct Drape: Sendable, Hashable {
  /// Unit vector: where things fall.
  public var down: SIMD3<Float>
  /// How far the hem lags behind, metres.
  public var lag: SIMD3<Float>
  /// Turning about the vertical, radians a second.
  public var spin: Float

  public init(down: SIMD3<Float> = SIMD3(0, -1, 0), lag: SIMD3<Float> = .zero, spin: Float = 0) {
    self.down = down
    self.lag = lag
    self.spin = spin
  }

  func mapped(_ change: (SIMD3<Float>) -> SIMD3<Float>) -> Drape {
    Drape(down: change(down), lag: change(lag), spin: spin)
  }
}
