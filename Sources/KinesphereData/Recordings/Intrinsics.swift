import Kinesphere

/// Focal lengths and principal point as a flag gives them, before the picture's size is known.
public struct Intrinsics: Sendable, Equatable {
  /// Pixels.
  public var focalX, focalY, centreX, centreY: Float
  /// Whether this kind of camera mirrors its picture; nil where the numbers alone do not say.
  public var isMirrored: Bool?

  public init(focalX: Float, focalY: Float, centreX: Float, centreY: Float, isMirrored: Bool? = nil) {
    precondition(focalX > 0 && focalY > 0, "a camera has focal lengths")
    self.focalX = focalX
    self.focalY = focalY
    self.centreX = centreX
    self.centreY = centreY
    self.isMirrored = isMirrored
  }

  public init(_ camera: Camera) {
    self.init(
      focalX: camera.focalX, focalY: camera.focalY, centreX: camera.centreX, centreY: camera.centreY,
      isMirrored: camera.isMirrored)
  }

  /// Reads a flag: `kinect1`, `kinect2`, or `focalX,focalY,centreX,centreY` in pixels; nil otherwise.
  public init?(parsing text: String) {
    if text == "kinect1" {
      self.init(.kinect1)
    } else if text == "kinect2" {
      self.init(.kinect2)
    } else {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) ?? .nan }
      guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] > 0, numbers[1] > 0 else {
        return nil
      }
      self.init(focalX: numbers[0], focalY: numbers[1], centreX: numbers[2], centreY: numbers[3])
    }
  }

  /// The camera of a picture of this size.
  func camera(width: Int, height: Int, isMirrored: Bool) -> Camera {
    Camera(
      width: width, height: height, focalX: focalX, focalY: focalY, centreX: centreX, centreY: centreY,
      isMirrored: isMirrored)
  }
}
