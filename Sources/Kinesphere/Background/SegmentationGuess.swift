/// Whether a frame looks as if somebody had cut the dancer out already, and why.
///
/// A guess to show to a person, never a silent switch: segmented recordings pass through
/// ``SegmentedBackground``, rooms need a learned background. Rule: at least 60 % of the pixels have no reading,
/// and of those on the picture's border at least 80 %. (MSR-Action3D and UTD-MHAD have 88 to 95 % and 95 to 100 %; a
/// Kinect in a room loses 5 to 30 %.)
public struct SegmentationGuess: Sendable, Equatable, CustomStringConvertible {
  public enum Verdict: Sendable, Equatable {
    /// Only the dancer has readings.
    case segmented
    /// The room is in the picture.
    case room
    /// No reading at all: this frame cannot tell.
    case undecided
  }

  public let verdict: Verdict
  /// Share of all pixels without a reading, 0 to 1.
  public let missingShare: Float
  /// Share of the outermost pixels without a reading, 0 to 1.
  public let missingBorderShare: Float

  /// Looks at one frame; one pass over its pixels.
  public init(_ frame: DepthFrame) {
    let width = frame.depth.width, height = frame.depth.height
    var missing = 0, border = 0, missingBorder = 0
    frame.depth.withPixels { pixels in
      for y in 0..<height {
        for x in 0..<width {
          let isMissing = pixels[y &* width &+ x] == 0
          if isMissing { missing &+= 1 }
          if x == 0 || y == 0 || x &+ 1 == width || y &+ 1 == height {
            border &+= 1
            if isMissing { missingBorder &+= 1 }
          }
        }
      }
    }
    missingShare = Float(missing) / Float(width * height)
    missingBorderShare = Float(missingBorder) / Float(border)
    if missing == width * height {
      verdict = .undecided
    } else {
      verdict = missingShare >= 0.6 && missingBorderShare >= 0.8 ? .segmented : .room
    }
  }

  /// One sentence that says the verdict and its reasons.
  public var description: String {
    let shares =
      "\(Int((missingShare * 100).rounded())) % of the pixels and "
      + "\(Int((missingBorderShare * 100).rounded())) % of the border have no reading"
    return switch verdict {
    case .segmented: "already segmented: \(shares)"
    case .room: "a whole room: \(shares)"
    case .undecided: "undecided: no pixel has a reading"
    }
  }
}
