import Kinesphere
import KinesphereMovement

extension TakeMotion {
  /// Numbers of the whole take, for the catalog; nothing where the dancer is in no frame.
  func features(take: Int64) -> [TakeFeature] {
    let seen = frames.filter { $0.status == .ok }
    guard let first = seen.first else { return [] }
    var (path, confidence) = (0.0, 0.0)
    var before = first.pose[.pelvis]
    var knee: Float = 0
    for frame in seen {
      let place = frame.pose[.pelvis]
      let step = SIMD2(place.x - before.x, place.z - before.z)
      let length = Double((step * step).sum().squareRoot())
      if length.isFinite {
        path += length
        before = place
      }
      for point in 0..<KeyPoint.count { confidence += Double(frame.pose.confidence[point]) }
      let angles = JointAngles(frame.pose)
      for angle in [angles.leftKnee, angles.rightKnee] where angle > knee { knee = angle }
    }
    let all: [(String, Double, String)] = [
      ("frames with the dancer", Double(seen.count) / Double(max(count, 1)) * 100, "%"),
      ("mean confidence", confidence / Double(seen.count * KeyPoint.count) * 100, "%"),
      ("way of the pelvis on the floor", path, "m"),
      ("deepest knee flexion", Double(knee) * 180 / .pi, "°"),
      ("phrases", Double(Phrases.find(MotionEnergy(motion)).count), ""),
    ]
    return all.map { TakeFeature(take: take, name: $0.0, value: $0.1, unit: $0.2) }
  }
}
