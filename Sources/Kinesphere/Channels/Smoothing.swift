import RealModule

/// First-order causal smoothing that does not depend on the frame rate.
enum Smoothing {
  /// The share of a new value that a smoothed one takes over after `interval` seconds: 1 - exp(-interval/constant).
  static func share(interval: Float, constant: Float) -> Float {
    -Float.expMinusOne(-interval / constant)
  }
}
