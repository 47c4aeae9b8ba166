extension Choreography {
  /// A random dance of at least `duration` seconds at 60 to 160 beats a minute: phrases of key poses, swings and waves
  /// between two poses, steps from side to side, rests.
  ///
  /// Dances start upright, facing along -z, over the origin, and stay within about half a metre of it.
  public static func random(duration: Double, using generator: inout SeededGenerator) -> Choreography {
    let tempo = Double(generator.uniform(60, 160))
    let beats = duration * tempo / 60
    var poses = [KeyPose(beat: 0, pose: .standing, hold: Double(generator.uniform(0, 0.6)))]
    if generator.chance(0.8) { poses[0].pose = .random(using: &generator) }
    while let last = poses.last, last.beat < beats {
      let phrase = Phrase.random(using: &generator)
      poses += phrase.keyPoses(after: last, using: &generator)
    }
    return Choreography(tempo: tempo, keyPoses: poses)
  }
}

/// A few beats of one kind.
private enum Phrase {
  case posing, swinging, stepping, resting

  static func random(using generator: inout SeededGenerator) -> Phrase {
    switch generator.unit() {
    case ..<0.45: .posing
    case ..<0.75: .swinging
    case ..<0.93: .stepping
    default: .resting
    }
  }

  func keyPoses(
    after last: Choreography.KeyPose, using generator: inout SeededGenerator
  ) -> [Choreography.KeyPose] {
    switch self {
    case .posing: posing(after: last, using: &generator)
    case .swinging: swinging(after: last, using: &generator)
    case .stepping: stepping(after: last, using: &generator)
    case .resting:
      [.init(beat: last.beat + Double(generator.uniform(1, 3)), pose: last.pose.breathed(using: &generator))]
    }
  }

  /// New poses in new places, a turn now and then.
  private func posing(
    after last: Choreography.KeyPose, using generator: inout SeededGenerator
  ) -> [Choreography.KeyPose] {
    var beat = last.beat
    return (0..<2 + generator.index(below: 4)).map { _ in
      beat += [0.5, 1, 1, 2, 2, 3][generator.index(below: 6)]
      let heading = generator.chance(0.15) ? generator.uniform(-180, 180) : generator.normal(0, 20)
      var pose = BodyPose.random(using: &generator).rotated(
        by: Rotation(about: SIMD3(0, 1, 0), by: radians(heading)))
      pose.root = SIMD3(generator.uniform(-0.4, 0.4), 0, generator.uniform(-0.4, 0.4))
      return .init(beat: beat, pose: pose, hold: Double(max(0, generator.uniform(-0.4, 0.6))))
    }
  }

  /// There and back between two poses that differ in one or both arms: waves, claps, blows, swings.
  private func swinging(
    after last: Choreography.KeyPose, using generator: inout SeededGenerator
  ) -> [Choreography.KeyPose] {
    let ends = last.pose.armsChanged(using: &generator)
    let other = ends.armsChanged(using: &generator)
    let step = [0.5, 0.5, 1][generator.index(below: 3)]
    let count = 2 + generator.index(below: 5)
    return (0..<count).map {
      .init(beat: last.beat + step * Double($0 + 1), pose: $0 % 2 == 0 ? ends : other)
    }
  }

  /// A pose and its mirror image in turn: walking on the spot, jogging, rocking.
  private func stepping(
    after last: Choreography.KeyPose, using generator: inout SeededGenerator
  ) -> [Choreography.KeyPose] {
    var pose = BodyPose.random(using: &generator)
    let place = last.pose.root
    pose.root = SIMD3(generator.uniform(-0.12, 0.12), 0, 0)
    let step = [0.5, 1, 1][generator.index(below: 3)]
    let heading = Rotation(about: SIMD3(0, 1, 0), by: -last.pose.facing)
    let count = 2 + generator.index(below: 5)
    return (0..<count).map {
      let side = ($0 % 2 == 0 ? pose : pose.mirrored).rotated(by: heading)
      return .init(beat: last.beat + step * Double($0 + 1), pose: side.moved(by: place))
    }
  }
}

extension BodyPose {
  /// The same trunk and legs with other arms: one, or both.
  fileprivate func armsChanged(using generator: inout SeededGenerator) -> BodyPose {
    let new = BodyPose.random(using: &generator)
    let turn = chest * new.chest.inverse
    let which = generator.index(below: 3)
    func changed(_ side: Side, to other: Side) -> Side {
      var result = side
      let arms = other.mapped(turn.applied)
      (result.clavicle, result.upperArm, result.forearm, result.hand) = (
        arms.clavicle, arms.upperArm, arms.forearm, arms.hand
      )
      return result
    }
    var result = self
    if which != 0 { result.left = changed(left, to: new.left) }
    if which != 1 { result.right = changed(right, to: new.right) }
    return result
  }

  /// Nearly the same: nobody stands quite still.
  fileprivate func breathed(using generator: inout SeededGenerator) -> BodyPose {
    slerp(to: BodyPose.random(using: &generator), share: generator.uniform(0, 0.04))
  }
}
