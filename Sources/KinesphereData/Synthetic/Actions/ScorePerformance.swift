import Foundation

/// A score danced by one person: the pose at any time.
///
/// Trunk, arms and free legs run along monotone cubics through the key poses; a foot that stands in two keys at one
/// place is locked to the floor between them and its leg reaches for it by inverse kinematics; a foot that changes its
/// place steps there in an arc; between take-off and landing the root falls freely, at 9.81 m/s², so that a jump is as
/// high as its time in the air allows. About 20 µs a pose.
struct ScorePerformance {
  /// Which foot is locked to the floor.
  struct Contact: Sendable, Equatable {
    var left: Bool
    var right: Bool
  }

  private let solver: ScoreSolver
  private let keys: [ScoreSolver.SolvedKey]
  private let times: [Float]
  /// `[channels][keys]`: upper body, left leg, right leg.
  private let values: [[Float]]
  private let slopes: [[Float]]
  /// Turn in the world and heel of each foot, degrees: left, left, right, right.
  private let feet: [[Float]]
  private let footSlopes: [[Float]]
  private let path: RootPath

  /// Free fall, m/s².
  static let gravity: Float = 9.81

  /// `warp` gives a beat's time in seconds; it must rise.
  init(_ score: DanceScore, person: Person, time warp: (Double) -> Double) {
    precondition(!score.keys.isEmpty, "a score has a posture")
    var solver = ScoreSolver(DancerFrame(person))
    let keys = score.keys.map { solver.solve($0.posture, at: warp($0.beat)) }
    self.solver = solver
    self.keys = keys
    let times = keys.map { Float($0.time) }
    self.times = times
    let rows = keys.map { $0.upper.values + $0.left.values + $0.right.values }
    let values = rows[0].indices.map { channel in rows.map { $0[channel] } }
    self.values = values
    var slopes = values.map { MonotoneCurve.slopes($0, at: times) }
    // A leg that stands is at rest when it leaves and arrives.
    for (index, key) in keys.enumerated() {
      for channel in UpperBody.valueCount..<values.count {
        let isLeft = channel < UpperBody.valueCount + 15
        let leg = isLeft ? key.posture.left.leg : key.posture.right.leg
        if leg.isPlanted { slopes[channel][index] = 0 }
      }
    }
    self.slopes = slopes
    let feet = [true, false].flatMap { Self.footTurns(keys, isLeft: $0) }
    self.feet = feet
    footSlopes = feet.map { MonotoneCurve.slopes($0, at: times) }
    path = RootPath(keys: keys)
  }

  /// Turn about the vertical and heel lift of a foot in every key; in the air, those of the key before.
  private static func footTurns(_ keys: [ScoreSolver.SolvedKey], isLeft: Bool) -> [[Float]] {
    var (turns, heels): ([Float], [Float]) = ([], [])
    for key in keys {
      let leg = isLeft ? key.posture.left.leg : key.posture.right.leg
      if case .planted(_, _, let turnout, let heel) = leg {
        turns.append(key.posture.heading + (isLeft ? turnout : -turnout))
        heels.append(heel)
      } else {
        turns.append(turns.last ?? key.posture.heading)
        heels.append(heels.last ?? 0)
      }
    }
    return [turns, heels]
  }

  /// The interval that a time lies in, and how far along it is.
  private func place(_ time: Double) -> (index: Int, share: Float) {
    let next = keys.firstIndex { $0.time > time } ?? keys.count
    if next == 0 || keys.count == 1 { return (0, 0) }
    if next == keys.count { return (keys.count - 2, 1) }
    let (start, end) = (keys[next - 1].time, keys[next].time)
    return (next - 1, Float((time - start) / (end - start)))
  }

  /// Which feet are locked at a time.
  func contact(at time: Double) -> Contact {
    let (index, _) = place(time)
    return Contact(left: isLocked(index, isLeft: true), right: isLocked(index, isLeft: false))
  }

  private func isLocked(_ index: Int, isLeft: Bool) -> Bool {
    let pair = [keys[index], keys[min(index + 1, keys.count - 1)]]
    let places = pair.compactMap { key -> SIMD2<Float>? in
      guard case .planted(let x, let z, _, _) = isLeft ? key.posture.left.leg : key.posture.right.leg else {
        return nil
      }
      return SIMD2(x, z)
    }
    guard places.count == 2 else { return false }
    let way = places[0] - places[1]
    return (way * way).sum() < 1e-8
  }

  /// The pose at a time in seconds; the first and the last key are held for ever. Floor at y = 0.
  func pose(at time: Double) -> BodyPose {
    let (index, share) = place(time)
    let next = min(index + 1, keys.count - 1)
    let length = Float(keys[next].time - keys[index].time)
    func between(_ rows: [[Float]], _ tangents: [[Float]]) -> [Float] {
      rows.indices.map {
        MonotoneCurve.between(
          rows[$0][index], rows[$0][next], slopes: (tangents[$0][index], tangents[$0][next]), length: length,
          share: share)
      }
    }
    let row = between(values, slopes)
    let turns = between(feet, footSlopes)
    let upper = UpperBody(row[..<UpperBody.valueCount])
    let pelvis = upper.facing * upper.pelvis.rotation
    var root = path.place(at: time)
    var stands: [(ankle: SIMD3<Float>, foot: Rotation, isLocked: Bool)?] = []
    for isLeft in [true, false] {
      let stand = stand(
        index, next, share: share, turn: turns[isLeft ? 0 : 2], heel: turns[isLeft ? 1 : 3], isLeft: isLeft)
      stands.append(stand)
      guard let stand, stand.isLocked else { continue }
      // A leg that stands cannot be longer than it is: the body comes down.
      let longest = TwoBoneReach.distance(flexion: 2, lengths: solver.frame.lengths(isLeft: isLeft))
      let hip = solver.frame.hip(isLeft: isLeft, pelvis: pelvis)
      root.y = min(
        root.y, ScoreSolver.height(over: stand.ankle, root: root, hip: hip, distance: longest))
    }
    var pose = upper.pose(root: root)
    let start = UpperBody.valueCount
    for isLeft in [true, false] {
      let reach = root + solver.frame.hip(isLeft: isLeft, pelvis: pelvis)
      let legs: LegDirections
      if let stand = stands[isLeft ? 0 : 1] {
        legs = ScoreSolver.leg(
          solver.frame, reach: stand.ankle - reach, pelvis: pelvis, foot: stand.foot, isLeft: isLeft)
      } else {
        let first = isLeft ? start : start + 15
        let free = LegDirections(row[first..<first + 15]).rotated(by: upper.facing)
        legs = raised(free, hip: reach, isLeft: isLeft)
      }
      if isLeft { legs.write(to: &pose.left) } else { legs.write(to: &pose.right) }
    }
    return pose
  }

  /// Where a foot stands or steps; nil where the leg is free.
  private func stand(
    _ index: Int, _ next: Int, share: Float, turn: Float, heel: Float, isLeft: Bool
  ) -> (ankle: SIMD3<Float>, foot: Rotation, isLocked: Bool)? {
    let legs = [keys[index], keys[next]].map { isLeft ? $0.posture.left.leg : $0.posture.right.leg }
    guard case .planted(let x0, let z0, _, _) = legs[0], case .planted(let x1, let z1, _, _) = legs[1] else {
      return nil
    }
    let sole = solver.frame.sole(isLeft: isLeft)
    let isLocked = isLocked(index, isLeft: isLeft)
    let s = share * share * (3 - 2 * share)
    let (x, z) = isLocked ? (x0, z0) : (x0 + (x1 - x0) * s, z0 + (z1 - z0) * s)
    // An arc of a few centimetres; the heel goes first.
    let way = ((x1 - x0) * (x1 - x0) + (z1 - z0) * (z1 - z0)).squareRoot()
    let arc = isLocked ? 0 : 16 * share * share * (1 - share) * (1 - share)
    let roll: Float = isLocked ? 0 : 25 * 4 * share * (1 - share) * (1 - share)
    let foot = sole.rotation(turn: radians(turn), heel: radians(heel + roll))
    let lift = arc * min(0.09, 0.03 + 0.12 * way)
    let scale = solver.frame.scale
    return (
      sole.ankle(ballX: x * scale, z: z * scale, rotation: foot, lift: lift * scale), foot, isLocked
    )
  }

  /// A free leg whose foot would go through the floor bends until it does not.
  private func raised(_ leg: LegDirections, hip: SIMD3<Float>, isLeft: Bool) -> LegDirections {
    let (sole, lengths) = (solver.frame.sole(isLeft: isLeft), solver.frame.lengths(isLeft: isLeft))
    let foot = sole.rotation(bone: leg.foot, instep: leg.instep)
    let reach = leg.thigh * lengths.0 + leg.shank * lengths.1
    let under = sole.depth(foot) - (hip.y + reach.y)
    guard under > 0 else { return leg }
    return LegDirections(
      reach: reach + SIMD3(0, under, 0), lengths: lengths, towards: leg.knee, sole: sole, foot: foot)
  }
}
