import Foundation

/// Turns postures into key poses of a person: finds the root that carries the centre of mass over the feet.
struct ScoreSolver {
  /// A posture of this person.
  struct SolvedKey {
    var time: Double
    var posture: Posture
    var upper: UpperBody
    /// In the heading's frame; as solved, so exact for a planted leg.
    var left: LegDirections
    var right: LegDirections
    /// nil in the air.
    var root: SIMD3<Float>?
  }

  let frame: DancerFrame
  private var body = PosedBody()

  init(_ frame: DancerFrame) { self.frame = frame }

  mutating func solve(_ posture: Posture, at time: Double) -> SolvedKey {
    let upper = UpperBody(posture)
    var key = SolvedKey(
      time: time, posture: posture, upper: upper, left: free(posture, isLeft: true),
      right: free(posture, isLeft: false), root: nil)
    guard !posture.isAirborne else { return key }
    let support = support(of: posture)
    var root = SIMD3(support.x, frame.person.pelvisHeight, support.y)
    // Each round moves the root by what the centre of mass is off; four leave less than a millimetre.
    for _ in 0..<6 {
      root.y = height(posture, upper: upper, root: root)
      for isLeft in [true, false] {
        guard let legs = planted(posture, upper: upper, root: root, isLeft: isLeft) else { continue }
        if isLeft { key.left = legs } else { key.right = legs }
      }
      var pose = upper.pose(root: root)
      key.left.rotated(by: upper.facing).write(to: &pose.left)
      key.right.rotated(by: upper.facing).write(to: &pose.right)
      body.fill(person: frame.person, pose: pose)
      let mass = CentreOfMass.of(body)
      root.x += support.x + posture.lead.x * frame.scale - mass.x
      root.z += support.y + posture.lead.y * frame.scale - mass.z
    }
    root.y = height(posture, upper: upper, root: root)
    key.root = root
    if let left = planted(posture, upper: upper, root: root, isLeft: true) { key.left = left }
    if let right = planted(posture, upper: upper, root: root, isLeft: false) { key.right = right }
    return key
  }

  /// The foot's rotation and its ankle's place, where it stands.
  func stand(_ posture: Posture, heading: Float, isLeft: Bool) -> (ankle: SIMD3<Float>, foot: Rotation)? {
    let side = isLeft ? posture.left : posture.right
    guard case .planted(let x, let z, let turnout, let heel) = side.leg else { return nil }
    let sole = frame.sole(isLeft: isLeft)
    let foot = sole.rotation(turn: radians(heading + (isLeft ? turnout : -turnout)), heel: radians(heel))
    return (sole.ankle(ballX: x * frame.scale, z: z * frame.scale, rotation: foot), foot)
  }

  private func free(_ posture: Posture, isLeft: Bool) -> LegDirections {
    let side = isLeft ? posture.left : posture.right
    guard case .free(let lift, let azimuth, let knee, let turnout, let point) = side.leg else {
      return LegDirections()
    }
    return LegDirections(
      lift: lift, azimuth: azimuth, knee: knee, turnout: turnout, point: point, outward: isLeft ? -1 : 1)
  }

  private func planted(
    _ posture: Posture, upper: UpperBody, root: SIMD3<Float>, isLeft: Bool
  ) -> LegDirections? {
    guard let stand = stand(posture, heading: upper.heading, isLeft: isLeft) else { return nil }
    let pelvis = upper.facing * upper.pelvis.rotation
    let reach = stand.ankle - root - frame.hip(isLeft: isLeft, pelvis: pelvis)
    return Self.leg(frame, reach: reach, pelvis: pelvis, foot: stand.foot, isLeft: isLeft)
      .rotated(by: upper.facing.inverse)
  }

  /// A leg to an ankle; the knee goes over the toes, and a little where the pelvis looks.
  static func leg(
    _ frame: DancerFrame, reach: SIMD3<Float>, pelvis: Rotation, foot: Rotation, isLeft: Bool
  ) -> LegDirections {
    let sole = frame.sole(isLeft: isLeft)
    var toes = foot.applied(to: sole.bone)
    toes.y = 0
    var ahead = pelvis.applied(to: SIMD3(0, 0, -1))
    ahead.y = 0
    return LegDirections(
      reach: reach, lengths: frame.lengths(isLeft: isLeft), towards: toes.normalised * 0.8 + ahead * 0.2,
      sole: sole, foot: foot)
  }

  /// The middle of what carries the weight, x and z: between ankle and ball of each foot, the ball of a lifted heel.
  private func support(of posture: Posture) -> SIMD2<Float> {
    var points: [(place: SIMD2<Float>, share: Float)] = []
    for isLeft in [true, false] {
      guard let stand = stand(posture, heading: posture.heading, isLeft: isLeft) else { continue }
      let side = isLeft ? posture.left : posture.right
      guard case .planted(_, _, _, let heel) = side.leg else { continue }
      let sole = frame.sole(isLeft: isLeft)
      // From 45 per cent of the way to the ball, flat, to the ball, lifted.
      let place = stand.ankle + stand.foot.applied(to: sole.bone) * (0.45 + 0.55 * min(1, heel / 30))
      points.append((SIMD2(place.x, place.z), isLeft ? 1 - posture.weight : posture.weight))
    }
    guard points.count == 2 else { return points.first?.place ?? .zero }
    return points[0].place * points[0].share + points[1].place * points[1].share
  }

  /// The root's height at which the supporting knees bend as the posture says and no standing leg is too short.
  private func height(_ posture: Posture, upper: UpperBody, root: SIMD3<Float>) -> Float {
    let pelvis = upper.facing * upper.pelvis.rotation
    var height = Float.infinity
    let both = posture.left.leg.isPlanted && posture.right.leg.isPlanted
    for isLeft in [true, false] {
      guard let stand = stand(posture, heading: upper.heading, isLeft: isLeft) else { continue }
      let share = isLeft ? 1 - posture.weight : posture.weight
      let flexion = !both || share > 0.3 ? posture.knee : 2
      height = min(
        height,
        Self.height(
          over: stand.ankle, root: root, hip: frame.hip(isLeft: isLeft, pelvis: pelvis),
          distance: TwoBoneReach.distance(flexion: flexion, lengths: frame.lengths(isLeft: isLeft))))
    }
    return height
  }

  /// The root's height that puts the hip at a distance from an ankle.
  static func height(
    over ankle: SIMD3<Float>, root: SIMD3<Float>, hip: SIMD3<Float>, distance: Float
  ) -> Float {
    let (x, z) = (root.x + hip.x - ankle.x, root.z + hip.z - ankle.z)
    return ankle.y - hip.y + max(1e-4, distance * distance - x * x - z * z).squareRoot()
  }
}
