import Kinesphere

/// What the capture thread hands over: a frame, or why there is none.
struct CapturedFrame {
  var frame: DepthFrame
  /// Its number in the source, from 0; dropped ones count.
  var index = 0
  /// When it was whole, on ``SystemClock``.
  var arrival: UInt64 = 0
  /// What is wrong with it; nil where nothing is.
  var damage: String?
}
