import Kinesphere

/// Notices while tracking that the body is where or as large as no body can be: a unit, a camera or a byte order is wrong.
/// It says so once; what is tracked does not change.
struct SizeWatch {
  private var odd = 0
  private var looked = 0

  /// Frames with a body that are judged.
  private static let judged = 10
  /// Metres from the camera, and between the silhouette's upper and lower end, that a depth camera can show.
  private static let distances: ClosedRange<Float> = 0.3...12
  private static let heights: ClosedRange<Float> = 0.3...2.7

  /// Looks at what was tracked; a sentence where ten bodies in a row cannot be.
  mutating func notice(_ tracked: TrackedFrame, tracker: PoseTracker) -> String? {
    guard looked < Self.judged, tracked.status == .ok else { return nil }
    looked += 1
    let distance = tracked.centre.z
    let height = Float(tracker.silhouette.rows.count) * distance / tracker.camera.focalY
    if !Self.distances.contains(distance) || !Self.heights.contains(height) { odd += 1 }
    guard odd == Self.judged else { return nil }
    return
      "frame \(tracked.index): the body is \(rounded(distance)) m away and \(rounded(height)) m tall; the unit, "
      + "the camera or the byte order may be wrong"
  }

  private func rounded(_ value: Float) -> Float { (value * 10).rounded() / 10 }
}
