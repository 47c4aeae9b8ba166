import Foundation

/// How somebody dances, whatever it is: what makes two performers of one action differ.
public struct PerformerStyle: Sendable, Equatable, Codable {
  /// Beats a minute.
  public var tempo: Double = 110
  /// How far the half beats come late, in beats; 0 = even.
  public var swing: Double = 0
  /// Deviation of the moments of whole beats, in beats.
  public var unevenness: Double = 0
  /// Size of the movements: 1 = as written; from about 0.7 to 1.2.
  public var expressiveness: Float = 1
  /// Turnout of the legs in dance steps, degrees each; and how much the feet point, from 0 to 1.
  public var turnout: Float = 45
  public var point: Float = 0.8
  /// What the body keeps to at all times: chest forwards and sideways, head forwards, degrees; reach of the arms as a
  /// share of what is written.
  public var stoop: Float = 0
  public var lean: Float = 0
  public var nod: Float = 0
  public var armReach: Float = 1

  public init() {}

  /// A trained dancer moves larger, more exactly and turned out; others smaller, later and more stooped.
  public static func random(isTrained: Bool, using generator: inout SeededGenerator) -> PerformerStyle {
    var style = PerformerStyle()
    style.tempo = Double(generator.uniform(96, 126).rounded())
    style.lean = generator.normal(0, 1)
    if isTrained {
      style.swing = Double(generator.uniform(0, 0.02))
      style.unevenness = Double(generator.uniform(0.005, 0.012))
      style.expressiveness = generator.uniform(1.02, 1.15)
      style.turnout = generator.uniform(52, 65)
      style.point = generator.uniform(0.9, 1)
      style.stoop = generator.uniform(-4, 0)
      style.nod = generator.uniform(-4, 1)
      style.armReach = generator.uniform(0.99, 1)
    } else {
      style.swing = Double(generator.uniform(0, 0.09))
      style.unevenness = Double(generator.uniform(0.025, 0.05))
      style.expressiveness = generator.uniform(0.74, 0.98)
      style.turnout = generator.uniform(18, 38)
      style.point = generator.uniform(0.2, 0.6)
      style.stoop = generator.uniform(0, 9)
      style.nod = generator.uniform(-2, 8)
      style.armReach = generator.uniform(0.9, 0.99)
    }
    return style
  }

  /// A posture as this performer takes it.
  func taken(_ posture: Posture) -> Posture {
    posture.with {
      $0.chest.bend += stoop
      $0.chest.lean += lean
      $0.head.bend += nod
      $0.left.arm = shortened(posture.left.arm)
      $0.right.arm = shortened(posture.right.arm)
    }
  }

  private func shortened(_ arm: ArmReach) -> ArmReach {
    guard case .towards(let direction, let reach, let elbow) = arm else { return arm }
    return .towards(direction, reach: reach * armReach, elbow: elbow)
  }

  /// When each beat really comes: rises with the beat, exact at the first and the last whole one.
  ///
  /// Half beats come late by the swing, whole ones early or late by the unevenness, what lies between in proportion.
  func timing(beats: Int, using generator: inout SeededGenerator) -> @Sendable (Double) -> Double {
    let shifts = (0...beats).map {
      $0 == 0 || $0 == beats
        ? 0 : max(-0.15, min(0.15, Double(generator.normal(0, Float(unevenness)))))
    }
    let (swing, seconds) = (max(0, min(0.3, swing)), 60 / tempo)
    return { beat in
      let whole = max(0, min(beats - 1, Int(beat.rounded(.down))))
      let part = beat - Double(whole)
      let half = 0.5 + swing
      let swung = part < 0.5 ? part * half / 0.5 : half + (part - 0.5) * (1 - half) / 0.5
      let shift = shifts[whole] + (shifts[whole + 1] - shifts[whole]) * swung
      return (Double(whole) + swung + shift) * seconds
    }
  }
}
