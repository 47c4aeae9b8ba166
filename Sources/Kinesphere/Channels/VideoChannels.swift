/// The ``MotionChannels`` that a silhouette without depth can carry: everything is measured in the picture's plane, in
/// statures instead of metres.
///
/// Stature is the silhouette's height, remembered as ``SilhouetteMeasurement`` remembers it: it rises within 0.3 s and falls
/// over 20 s. In order: both limb swings are the angles that the picture shows, never more than the true ones; gait phase,
/// torso symmetry and profile projection as with depth; horizontal speed is that across the picture alone, vertical speed
/// as with depth, both in statures a second. Movement towards the camera or away from it is not seen, and a dancer who
/// stands nearer than before has grown.
///
/// Left and right assume a dancer who faces the camera. Causal; no allocation after `init`.
public struct VideoChannels: Sendable {
  /// Units, in the order of ``MotionChannels/names``.
  public static let units = ["radians", "radians", "cycles", "ratio", "ratio", "statures/s", "statures/s"]

  private var channels: MotionChannels
  /// A picture in which everything lies at one depth.
  private var frame: DepthFrame
  private var stature: Float = .nan

  /// Metres: where the plane of the picture is put, and how tall a stature is there. Any would do.
  private static let distance: Float = 2
  private static let metres: Float = 1.7

  /// For pictures of this size; mirrored as ``Camera/isMirrored`` says.
  public init(width: Int, height: Int, isMirrored: Bool = false) {
    channels = MotionChannels(width: width, height: height)
    let camera = Camera(
      width: width, height: height, focalX: Float(height), focalY: Float(height), centreX: Float(width) / 2,
      centreY: Float(height) / 2, isMirrored: isMirrored)
    frame = DepthFrame(
      depth: Plane(width: width, height: height, repeating: UInt16(Self.distance * 1000)), camera: camera,
      time: 0)
  }

  /// The channels of the next frame, seconds after the recording's start.
  public mutating func update(_ silhouette: Silhouette, at time: Double) -> MotionChannels.Values {
    if !silhouette.isEmpty { measureStature(Float(silhouette.rows.count), until: time) }
    frame.time = time
    var placed = silhouette
    placed.centroid = silhouette.isEmpty ? SIMD3(repeating: .nan) : centroid(silhouette)
    var values = channels.update(placed, in: frame)
    values[5] /= Self.metres
    values[6] /= Self.metres
    return values
  }

  private mutating func measureStature(_ height: Float, until time: Double) {
    let interval = Float(max(time - frame.time, 0))
    let share = Smoothing.share(interval: interval, constant: height > stature ? 0.3 : 20)
    stature = stature.isFinite ? stature + share * (height - stature) : height
    frame.camera.focalX = max(stature, 1) * Self.distance / Self.metres
    frame.camera.focalY = frame.camera.focalX
  }

  /// The mean place of the silhouette's pixels on the plane.
  private func centroid(_ silhouette: Silhouette) -> SIMD3<Float> {
    var (count, columns, rows) = (0, 0, 0)
    let width = silhouette.mask.width
    silhouette.mask.withPixels { mask in
      for y in silhouette.rows {
        for x in silhouette.columns where mask[y &* width &+ x] != 0 {
          count &+= 1
          columns &+= x
          rows &+= y
        }
      }
    }
    guard count > 0 else { return SIMD3(repeating: .nan) }
    return frame.camera.unproject(
      u: Float(columns) / Float(count) + 0.5, v: Float(rows) / Float(count) + 0.5, depth: Self.distance)
  }
}
