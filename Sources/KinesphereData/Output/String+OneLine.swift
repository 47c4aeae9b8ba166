extension String {
  /// The text on one line: what a damaged file puts into a message, such as a name with a line break, is shown escaped.
  package var oneLine: String {
    guard unicodeScalars.contains(where: Self.breaks) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      text += Self.breaks(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }

  private static func breaks(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
