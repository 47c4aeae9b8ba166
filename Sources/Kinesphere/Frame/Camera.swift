/// A pinhole depth camera: where a point of the room falls in the picture, and back.
///
/// Camera frame: x right in the picture, y up, z away from the camera, metres. A point `(x, y, z)` falls on
/// `u = centreX + focalX * x / z`, `v = centreY - focalY * y / z` in continuous pixel coordinates: `(0, 0)`
/// is the picture's upper left corner and the centre of pixel `(i, j)` is `(i + 0.5, j + 0.5)`.
///
/// Lens distortion is not modelled: depth pictures come rectified from every camera that is read here.
public struct Camera: Hashable, Sendable, Codable {
  /// Picture size in pixels.
  public var width: Int
  public var height: Int
  /// Focal lengths in pixels.
  public var focalX: Float
  public var focalY: Float
  /// Principal point in pixels, from the upper left corner.
  public var centreX: Float
  public var centreY: Float
  /// True where the picture is mirrored, as Kinect v1 and v2 deliver it: a dancer who faces the camera has
  /// the own left on the picture's left. Azure Kinect, RealSense and phones deliver it unmirrored.
  public var isMirrored: Bool

  public init(
    width: Int, height: Int, focalX: Float, focalY: Float, centreX: Float, centreY: Float, isMirrored: Bool
  ) {
    precondition(width > 0 && height > 0 && focalX > 0 && focalY > 0, "a camera has a size and focal lengths")
    self.width = width
    self.height = height
    self.focalX = focalX
    self.focalY = focalY
    self.centreX = centreX
    self.centreY = centreY
    self.isMirrored = isMirrored
  }

  /// Kinect v1 at 320 x 240, mirrored. Focal length 285.63 px: fitted to the skeleton projections of
  /// MSR-Action3D and UTD-MHAD, which agree to 0.3 px.
  public static let kinect1 = Camera(
    width: 320, height: 240, focalX: 285.63, focalY: 285.63, centreX: 160, centreY: 120, isMirrored: true)

  /// Kinect v2 at 512 x 424, mirrored; nominal focal length 365 px (each device differs by a pixel or two).
  public static let kinect2 = Camera(
    width: 512, height: 424, focalX: 365, focalY: 365, centreX: 256, centreY: 212, isMirrored: true)

  /// Where a point in metres falls in the picture, in continuous pixels. `point.z` must be positive.
  @inlinable
  public func project(_ point: SIMD3<Float>) -> SIMD2<Float> {
    SIMD2(centreX + focalX * point.x / point.z, centreY - focalY * point.y / point.z)
  }

  /// The point in metres seen at continuous pixel `(u, v)` at a depth in metres.
  @inlinable
  public func unproject(u: Float, v: Float, depth: Float) -> SIMD3<Float> {
    SIMD3((u - centreX) * depth / focalX, (centreY - v) * depth / focalY, depth)
  }

  /// The same camera for a picture scaled to another size.
  public func scaled(toWidth newWidth: Int, height newHeight: Int) -> Camera {
    let sx = Float(newWidth) / Float(width)
    let sy = Float(newHeight) / Float(height)
    return Camera(
      width: newWidth, height: newHeight, focalX: focalX * sx, focalY: focalY * sy,
      centreX: centreX * sx, centreY: centreY * sy, isMirrored: isMirrored)
  }
}
