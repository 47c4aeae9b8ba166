/// How lines between key-points slant in a body that stands upright with level feet, where anatomy says 0; degrees.
///
/// ISB takes its axes from palpated landmarks that are not among the 18 key-points. These constants, means over 100 people
/// of the synthetic body (deviations about 1°) and for the sole over its 27 performers (deviation 2°), put the zeros where
/// such a body stands. A skeleton of another convention (Kinect v1's has its hip centre 15 cm higher) shifts them.
enum AnatomicalZero {
  /// The line from pelvis to spine leans back.
  static let pelvis: Float = 9
  /// The line from spine to neck leans forwards.
  static let thorax: Float = 3.3
  /// The line from neck to head leans forwards of the thorax.
  static let head: Float = 8.5
  /// The line from ankle to ball points below the sole.
  static let sole: Float = 13
}
