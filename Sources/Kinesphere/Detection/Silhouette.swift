/// The dancer's pixels in one frame.
///
/// A `Silhouette` belongs to the detector that fills it and is reused from frame to frame.
public struct Silhouette: Sendable {
  /// 255 on the dancer, 0 elsewhere; the size of the depth picture.
  public var mask: Plane<UInt8>
  /// Pixels on the dancer; 0 = nobody found.
  public var area: Int
  /// Smallest box that holds them, in pixels: columns and rows. Empty where nobody was found.
  public var columns: Range<Int>
  public var rows: Range<Int>
  /// Mean place of the dancer's visible surface, in metres in the camera frame; NaN where nobody was found.
  public var centroid: SIMD3<Float>

  public init(width: Int, height: Int) {
    mask = Plane(width: width, height: height, repeating: 0)
    area = 0
    columns = 0..<0
    rows = 0..<0
    centroid = SIMD3(repeating: .nan)
  }

  public var isEmpty: Bool { area == 0 }
}
