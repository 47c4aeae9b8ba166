/// Velocity of the body's centre: a causal difference over the frames' own times.
///
/// v = (c_t - c_{t-1}) / (t - t_{t-1}), then smoothed by v̄ += (1 - exp(-dt / 0.05 s)) (v - v̄): a jump of the
/// silhouette by a pixel row should not look like a leap, and a delay of 50 ms is what a beat can bear. After a
/// gap of more than 0.5 s, or in the first frame, the velocity is 0; where time stands still or runs backwards it
/// keeps its value.
struct CentreSpeed: Sendable {
  private var previous: (centre: SIMD3<Float>, time: Double)?
  private var velocity = SIMD3<Float>()

  /// Takes the next frame's centre in metres; returns metres per second.
  mutating func update(centre: SIMD3<Float>, at time: Double) -> SIMD3<Float> {
    guard centre.x.isFinite, centre.y.isFinite, centre.z.isFinite else { return velocity }
    defer { previous = (centre, time) }
    guard let previous, time - previous.time <= 0.5 else {
      velocity = SIMD3()
      return velocity
    }
    let interval = Float(time - previous.time)
    guard interval > 0 else { return velocity }
    let difference = (centre - previous.centre) / interval
    velocity += Smoothing.share(interval: interval, constant: 0.05) * (difference - velocity)
    return velocity
  }
}
