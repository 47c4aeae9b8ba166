import Kinesphere

/// How far a rig of constant bones is from the key-points it was fitted to: what a tracker's changing lengths cost.
public struct RigFit: Sendable, Equatable {
  /// Mean distance over known points, in millimetres.
  public let mean: Double
  /// The distance that 95 % stay below, in millimetres.
  public let percentile95: Double
  /// The mean of each key-point in ``KeyPoint`` order, in millimetres; NaN where it was never known.
  public let byPoint: [Double]
  /// Points that were unknown and that the rig filled in; frames in which it held a bone.
  public let filledPoints: Int
  public let framesHeld: Int

  /// Compares points with the rig's poses of the same times.
  public init(_ points: PointTrack, _ rig: RigMotion) {
    precondition(points.count == rig.poses.count, "a pose for each frame of points")
    var distances: [[Double]] = Array(repeating: [], count: KeyPoint.count)
    var unknown = 0
    for (frame, pose) in rig.poses.enumerated() {
      let joints = pose.joints(of: rig.rig)
      for bone in Bone.allCases where bone != .leftClavicle && bone != .rightClavicle {
        let place = points.place(frame, bone.joint)
        if place.isKnown {
          distances[bone.joint.rawValue].append(Double((joints[bone.rawValue] - place).length) * 1000)
        } else {
          unknown += 1
        }
      }
    }
    let all = distances.flatMap { $0 }.sorted()
    mean = all.isEmpty ? .nan : all.reduce(0, +) / Double(all.count)
    percentile95 = all.isEmpty ? .nan : all[min(all.count - 1, all.count * 95 / 100)]
    byPoint = distances.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) }
    filledPoints = unknown
    framesHeld = rig.poses.count { !$0.held.isEmpty }
  }
}
