/// What one raw depth value of a file is worth; it always has a name and is never guessed silently.
public struct DepthUnit: Sendable, Equatable, Codable, CustomStringConvertible {
  /// As users see it: `millimetre`, `metre`, `MSR-Action3D unit`.
  public let name: String
  /// Millimetres in one raw unit; positive.
  public let millimetres: Double
  /// Where the factor comes from, when it is not the definition of the unit.
  public let note: String?

  public init(name: String, millimetres: Double, note: String? = nil) {
    precondition(millimetres > 0 && millimetres.isFinite, "a unit has a positive length")
    self.name = name
    self.millimetres = millimetres
    self.note = note
  }

  public static let millimetre = DepthUnit(name: "millimetre", millimetres: 1)
  public static let metre = DepthUnit(name: "metre", millimetres: 1000)

  /// The raw unit of MSR-Action3D, which nobody documented.
  public static let msrAction3D = DepthUnit(
    name: "MSR-Action3D unit", millimetres: 5.27,
    note: "derived, not documented: it puts the torso joints 0.10 m behind the surface, as in UTD-MHAD; "
      + "absolute distances are not to be trusted")

  /// What a flag's number of millimetres may be: beyond these no camera's depth is told in 16 bits.
  static let lengths = 1e-4...1e4

  /// Reads a flag: `mm`, `cm`, `m`, `um`, or a number of millimetres such as `0.25mm`, 0.0001 to 10000; nil otherwise.
  public init?(parsing text: String) {
    switch text {
    case "mm", "millimetre": self = .millimetre
    case "m", "metre": self = .metre
    case "cm", "centimetre": self.init(name: "centimetre", millimetres: 10)
    case "um", "micrometre": self.init(name: "micrometre", millimetres: 0.001)
    case "msr": self = .msrAction3D
    default:
      guard text.hasSuffix("mm"), let factor = Double(text.dropLast(2)), Self.lengths.contains(factor) else {
        return nil
      }
      self.init(name: text, millimetres: factor)
    }
  }

  public var description: String {
    millimetres == 1 ? name : "\(name) of \(millimetres) mm" + (note.map { " (\($0))" } ?? "")
  }
}
