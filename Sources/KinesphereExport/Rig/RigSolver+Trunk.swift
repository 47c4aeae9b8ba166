import Kinesphere

extension RigSolver {
  /// The pelvis: its rotation in the rig's frame and its place.
  func solveHips(_ points: InlineArray<18, SIMD3<Float>>, _ result: inout RigPose) {
    func seen(_ point: KeyPoint) -> SIMD3<Float> { points[point.rawValue] }
    let across = first(
      seen(.leftHip) - seen(.rightHip), rig[.leftThigh] - rig[.rightThigh],
      else: seen(.leftShoulder) - seen(.rightShoulder), rig[.leftUpperArm] - rig[.rightUpperArm])
    let up = first(
      seen(.spine) - seen(.pelvis), rig[.spine],
      else: seen(.neck) - seen(.pelvis), rig[.spine] + rig[.neck])
    if let across, let up {
      result[.hips] = Quaternion(first: up.rest, to: up.seen, second: across.rest, to: across.seen)
      refineHips(points, &result)
    } else {
      result.held.insert(BoneSet(.hips))
    }
    // The mean of what is known fits best.
    var (sum, count) = (SIMD3<Float>.zero, Float(0))
    for index in 0..<4 {
      let place = seen(Self.pelvisPoints[index])
      guard place.isKnown else { continue }
      sum += place - result[.hips].rotated(pelvisRest(index))
      count += 1
    }
    if count > 0 { result.root = sum / count } else { result.held.insert(BoneSet(.hips)) }
  }

  /// The chest: returns its rotation in the rig's frame.
  func solveChest(_ points: InlineArray<18, SIMD3<Float>>, _ result: inout RigPose) -> Quaternion {
    func seen(_ point: KeyPoint) -> SIMD3<Float> { points[point.rawValue] }
    let hips = result[.hips]
    let up = first(
      seen(.neck) - seen(.spine), rig[.neck], else: seen(.neck) - seen(.pelvis), rig[.spine] + rig[.neck])
    guard let up else {
      result.held.insert(BoneSet(.spine))
      return (hips * result[.spine]).normalised
    }
    let across = seen(.leftShoulder) - seen(.rightShoulder)
    let chest: Quaternion
    if across.isKnown && across.length > 1e-3 {
      chest = Quaternion(
        first: up.rest, to: up.seen, second: rig[.leftUpperArm] - rig[.rightUpperArm], to: across)
    } else {
      // Leans as seen, turned as it was.
      result.held.insert(BoneSet(.spine))
      let old = hips * result[.spine]
      chest = Quaternion(from: old.rotated(up.rest), to: up.seen) * old
    }
    result[.spine] = (hips.inverse * chest).normalised
    return chest
  }

  /// Pelvis, hips and spine fitted by least squares (Gauss-Newton on the rotation vector; three steps go below rounding).
  private func refineHips(_ points: InlineArray<18, SIMD3<Float>>, _ result: inout RigPose) {
    var (seenMean, restMean) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
    for index in 0..<4 {
      seenMean += points[Self.pelvisPoints[index].rawValue] / 4
      restMean += pelvisRest(index) / 4
    }
    guard seenMean.isKnown else { return }
    for _ in 0..<3 {
      var (rows, right) = (InlineArray<3, SIMD3<Float>>(repeating: .zero), SIMD3<Float>.zero)
      for index in 0..<4 {
        let place = result[.hips].rotated(pelvisRest(index) - restMean)
        let target = points[Self.pelvisPoints[index].rawValue] - seenMean
        let square = place.dot(place)
        for axis in 0..<3 {
          rows[axis] -= place * place[axis]
          rows[axis][axis] += square
        }
        right += place.cross(target)
      }
      let determinant = rows[0].dot(rows[1].cross(rows[2]))
      guard determinant > 1e-12 else { return }
      let turn =
        (rows[1].cross(rows[2]) * right.x + rows[2].cross(rows[0]) * right.y
          + rows[0].cross(rows[1]) * right.z) / determinant
      result[.hips] = (Quaternion(exponential: turn) * result[.hips]).normalised
    }
  }

  private static let pelvisPoints: InlineArray<4, KeyPoint> = [.pelvis, .spine, .leftHip, .rightHip]

  /// Where the pelvis' points lie at rest.
  private func pelvisRest(_ index: Int) -> SIMD3<Float> {
    switch index {
    case 1: rig[.spine]
    case 2: rig[.leftThigh]
    case 3: rig[.rightThigh]
    default: .zero
    }
  }

  /// The first direction that is known and long enough to tell something, and its own at rest.
  private func first(
    _ seen: SIMD3<Float>, _ rest: SIMD3<Float>, else otherSeen: SIMD3<Float>, _ otherRest: SIMD3<Float>
  ) -> (seen: SIMD3<Float>, rest: SIMD3<Float>)? {
    if seen.isKnown && seen.length > 0.02 && rest.length > 0.02 { return (seen, rest) }
    return otherSeen.isKnown && otherSeen.length > 0.02 ? (otherSeen, otherRest) : nil
  }
}
