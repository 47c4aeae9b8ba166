/// What a detector can say about one frame.
public enum Detection: Sendable, Equatable {
  /// The frame taught the room; `remaining` more will. The silhouette is empty.
  case learning(remaining: Int)
  /// The dancer was found.
  case body
  /// No region of the foreground is large enough. The silhouette is empty.
  case nobody
}

/// Why a frame cannot be searched.
public enum DetectionError: Error, Equatable, CustomStringConvertible {
  /// The frame's size is not the size that the detector was made for.
  case frameSize(expectedWidth: Int, expectedHeight: Int, actualWidth: Int, actualHeight: Int)

  public var description: String {
    switch self {
    case .frameSize(let expectedWidth, let expectedHeight, let actualWidth, let actualHeight):
      "a frame should be \(expectedWidth) x \(expectedHeight) pixels like the ones before, "
        + "but is \(actualWidth) x \(actualHeight)"
    }
  }
}
