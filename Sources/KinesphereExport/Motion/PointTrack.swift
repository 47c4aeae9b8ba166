import Kinesphere

/// The 18 key-points over time in the rig's frame: what TRC, C3D, CSV and NPZ hold.
public struct PointTrack: Sendable {
  /// Seconds, ascending.
  public var times: [Double]
  /// `[frames, 18]` metres in the rig's frame (``RigFrame``), in ``KeyPoint`` order; NaN = unknown.
  public var points: [SIMD3<Float>]
  /// `[frames, 18]`, 0 to 1.
  public var confidence: [Float]

  public var count: Int { times.count }

  public init(times: [Double], points: [SIMD3<Float>], confidence: [Float]) {
    precondition(
      points.count == 18 * times.count && confidence.count == points.count, "18 points and confidences a time"
    )
    self.times = times
    self.points = points
    self.confidence = confidence
  }

  /// A motion's points less an origin in the rig's frame. `isMirrored` as the camera's whose frame it is in.
  public init(_ motion: Motion, isMirrored: Bool, origin: SIMD3<Float> = .zero) {
    let signs = RigFrame.signs(isMirrored: isMirrored)
    self.init(
      times: motion.times,
      points: motion.poses.flatMap { pose in
        (0..<KeyPoint.count).map { pose.points[$0] * signs - origin }
      },
      confidence: motion.poses.flatMap { pose in (0..<KeyPoint.count).map { pose.confidence[$0] } })
  }

  public func place(_ frame: Int, _ point: KeyPoint) -> SIMD3<Float> { points[18 * frame + point.rawValue] }

  /// The points at a constant rate in Hz from the first time on, each on the line between its neighbours.
  ///
  /// In gaps longer than one and a half frames, and where a neighbour is unknown, a point is unknown. Times that are regular to a
  /// fiftieth of a frame keep their points as they are. At most `mostFrames` come out.
  public func resampled(rate: Double, mostFrames: Int = 1_000_000) -> PointTrack {
    let grid = RegularTimes(times, rate: rate, mostFrames: mostFrames)
    guard !grid.isSame else {
      return PointTrack(times: grid.times, points: points, confidence: confidence)
    }
    var result = PointTrack(times: [], points: [], confidence: [])
    for place in grid.places {
      let next = min(place.index + 1, count - 1)
      let isGap = (times[next] - times[place.index]) * rate > 1.5 && place.share > 0.02 && place.share < 0.98
      result.times.append(place.time)
      for point in 0..<18 {
        let (a, b) = (18 * place.index + point, 18 * next + point)
        let share = Float(place.share)
        // What falls on a frame needs no neighbour.
        let value =
          share < 0.02 ? points[a] : share > 0.98 ? points[b] : points[a] + (points[b] - points[a]) * share
        result.points.append(isGap ? SIMD3(repeating: .nan) : value)
        let sureness = confidence[a] + (confidence[b] - confidence[a]) * share
        result.confidence.append(isGap || !value.isKnown ? 0 : sureness)
      }
    }
    return result
  }
}
