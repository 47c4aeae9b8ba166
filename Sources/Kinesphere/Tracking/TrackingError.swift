/// Why a frame cannot be tracked at all. Frames that are merely empty or damaged are no errors: see
/// ``TrackedFrame/Status``.
public enum TrackingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A tracker follows one camera; this frame comes from another, or has another size.
  case otherCamera(expected: Camera, actual: Camera)

  public var description: String {
    switch self {
    case .otherCamera(let expected, let actual):
      if expected.width != actual.width || expected.height != actual.height {
        "the frames should be \(expected.width)x\(expected.height), but one is \(actual.width)x\(actual.height)"
      } else {
        "the frames should all come from one camera, but one comes from another (focal length \(actual.focalX) px, not \(expected.focalX))"
      }
    }
  }
}
