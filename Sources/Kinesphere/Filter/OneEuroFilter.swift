/// Smooths one noisy place in space: steady where it rests, quick where it moves.
///
/// A low-pass whose cutoff grows with speed (Casiez, Roussel, Vogel 2012, doi:10.1145/2207676.2208639):
///
///     rate     = 1 / interval
///     velocity = low-pass((place - last filtered place) * rate, speedCutoff)
///     cutoff   = minimumCutoff + slope * |velocity|
///     filtered = low-pass(place, cutoff),   low-pass(x, f) = x̂ + a (x - x̂),   a = 1 / (1 + rate / (2 pi f))
///
/// One departure: the paper filters each number by itself; here x, y and z share the cutoff that the length of the velocity
/// gives, so that smoothing does not depend on how the camera stands. A place that moves steadily comes out late by
/// `(1 - a) / a` intervals. Two dozen operations; allocates nothing.
public struct OneEuroFilter: Sendable {
  /// The place that came out last, in metres; nil before the first.
  public private(set) var place: SIMD3<Float>?
  private var velocity = SIMD3<Float>.zero

  public init() {}

  /// Forgets what came before.
  public mutating func reset() {
    place = nil
    velocity = .zero
  }

  /// Filters a known place in metres, `interval` seconds after the one before. Cutoffs in hertz, the slope in hertz per
  /// metre a second.
  public mutating func filter(
    _ seen: SIMD3<Float>, after interval: Float, minimumCutoff: Float, slope: Float, speedCutoff: Float
  ) -> SIMD3<Float> {
    guard let last = place, interval > 0 else {
      place = place ?? seen
      return place ?? seen
    }
    velocity += ((seen - last) / interval - velocity) * Self.share(speedCutoff, interval)
    let cutoff = minimumCutoff + slope * (velocity * velocity).sum().squareRoot()
    let result = last + (seen - last) * Self.share(cutoff, interval)
    place = result
    return result
  }

  /// The share of what is new that a low-pass of a cutoff lets through.
  static func share(_ cutoff: Float, _ interval: Float) -> Float {
    1 / (1 + 1 / (2 * .pi * cutoff * interval))
  }
}
