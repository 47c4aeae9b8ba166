/// One picture of a depth camera.
public struct DepthFrame: Sendable {
  /// Depth along the optical axis, in millimetres; `0` where the sensor gave no reading.
  public var depth: Plane<UInt16>
  /// The camera that took it; its size equals the plane's.
  public var camera: Camera
  /// Seconds since the recording's start.
  public var time: Double

  public init(depth: Plane<UInt16>, camera: Camera, time: Double) {
    precondition(
      depth.width == camera.width && depth.height == camera.height, "the camera's size is the picture's")
    self.depth = depth
    self.camera = camera
    self.time = time
  }
}
