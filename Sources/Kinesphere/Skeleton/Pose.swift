/// A dancer in one frame: 18 key-points with a confidence each.
///
/// Fixed-size storage: copying or making a pose allocates nothing.
public struct Pose: Sendable {
  /// Metres in the camera frame (x right in the picture, y up, z away), in ``KeyPoint`` order; NaN where unknown.
  public var points: InlineArray<18, SIMD3<Float>>
  /// From 0 (a guess) to 1 (sure), in ``KeyPoint`` order.
  public var confidence: InlineArray<18, Float>

  public init(points: InlineArray<18, SIMD3<Float>>, confidence: InlineArray<18, Float>) {
    self.points = points
    self.confidence = confidence
  }

  /// All key-points unknown, confidence 0.
  public init() {
    points = InlineArray(repeating: SIMD3(repeating: .nan))
    confidence = InlineArray(repeating: 0)
  }

  /// Takes 18 points in ``KeyPoint`` order, each with the same confidence.
  public init(points: [SIMD3<Float>], confidence: Float = 1) {
    precondition(points.count == KeyPoint.count, "a pose has 18 points")
    self.points = InlineArray { points[$0] }
    self.confidence = InlineArray(repeating: confidence)
  }

  /// A key-point's place in metres in the camera frame.
  @inlinable public subscript(_ point: KeyPoint) -> SIMD3<Float> {
    get { points[point.rawValue] }
    set { points[point.rawValue] = newValue }
  }

  /// The pose seen in a mirror: x negated and left and right swapped.
  public var mirrored: Pose {
    var result = Pose()
    for point in KeyPoint.allCases {
      result[point.mirrored] = self[point] * SIMD3(-1, 1, 1)
      result.confidence[point.mirrored.rawValue] = confidence[point.rawValue]
    }
    return result
  }
}
