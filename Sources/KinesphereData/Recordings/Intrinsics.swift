import Kinesphere

/// Focal lengths and principal point as a flag gives them, before the picture's size is known.
///
/// Those of a named camera are of its own picture size and are scaled to the recording's.
public struct Intrinsics: Sendable, Equatable {
  /// Pixels.
  public var focalX, focalY, centreX, centreY: Float
  /// Whether this kind of camera mirrors its picture; nil where the numbers alone do not say.
  public var isMirrored: Bool?
  /// The picture size that the numbers belong to; nil where it is the recording's own.
  var size: (width: Int, height: Int)?

  /// Focal lengths that a depth camera can have, pixels.
  static let focalRange: ClosedRange<Float> = 1...100_000

  public init(focalX: Float, focalY: Float, centreX: Float, centreY: Float, isMirrored: Bool? = nil) {
    precondition(
      Self.focalRange.contains(focalX) && Self.focalRange.contains(focalY), "a camera has focal lengths")
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
    size = (camera.width, camera.height)
  }

  public static func == (one: Self, other: Self) -> Bool {
    one.focalX == other.focalX && one.focalY == other.focalY && one.centreX == other.centreX
      && one.centreY == other.centreY && one.isMirrored == other.isMirrored
      && one.size?.width == other.size?.width && one.size?.height == other.size?.height
  }

  /// Reads a flag: `kinect1`, `kinect2`, or `focalX,focalY,centreX,centreY` in pixels; nil otherwise.
  public init?(parsing text: String) {
    if text == "kinect1" {
      self.init(.kinect1)
    } else if text == "kinect2" {
      self.init(.kinect2)
    } else {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) ?? .nan }
      guard numbers.count == 4, numbers.allSatisfy(\.isFinite), Self.focalRange.contains(numbers[0]),
        Self.focalRange.contains(numbers[1]), abs(numbers[2]) < 1e6, abs(numbers[3]) < 1e6
      else { return nil }
      self.init(focalX: numbers[0], focalY: numbers[1], centreX: numbers[2], centreY: numbers[3])
    }
  }

  /// The camera of a picture of this size; nil where it has other proportions than the named camera's.
  public func camera(width: Int, height: Int, isMirrored: Bool) -> Camera? {
    let (ownWidth, ownHeight) = size ?? (width, height)
    guard ownWidth * height == ownHeight * width else { return nil }
    return Camera(
      width: ownWidth, height: ownHeight, focalX: focalX, focalY: focalY, centreX: centreX,
      centreY: centreY, isMirrored: isMirrored
    ).scaled(toWidth: width, height: height)
  }

  /// What a recording of another shape is told.
  public func mismatch(width: Int, height: Int, file: String) -> RecordingError {
    RecordingError(
      .invalid, file: file,
      expected: "pictures of \(size?.width ?? width) x \(size?.height ?? height), or as many times that",
      actual: "they have \(width) x \(height): give the camera as focal lengths and centre in pixels")
  }
}
