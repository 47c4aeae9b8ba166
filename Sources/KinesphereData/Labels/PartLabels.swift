import Kinesphere

/// The 19 classes of a part picture: 0 ... 17 are the ``BodyPart``s, 18 is background.
public enum PartLabels {
  public static let count = PartSegmenterConfiguration.classCount
  public static let background = PartSegmenter.background
  /// A pixel that nobody labelled: it counts in no loss and no score.
  public static let ignored: UInt8 = 255

  /// The names in files and tables, in order.
  public static let names = BodyPart.allCases.map(\.name) + ["background"]

  /// The class of the other side, for a picture that is flipped left to right.
  public static func mirrored(_ label: UInt8) -> UInt8 {
    switch label {
    case 4..<11: label + 7
    case 11..<18: label - 7
    default: label
    }
  }
}

extension BodyPart {
  /// The name in files: `head`, `left_upper_arm`, ...
  public var name: String {
    "\(self)".reduce(into: "") { text, letter in
      text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }
}
