/// Numbers as text with a fixed number of decimals, without Foundation's formatter (which costs 1 µs each).
extension [UInt8] {
  /// Appends `value` rounded half away from zero to `decimals` (0 to 9) places; `absent` where it is not finite or
  /// its magnitude passes 1e9.
  public mutating func append(decimal value: Double, decimals: Int, absent: StaticString = "null") {
    guard value.isFinite, value.magnitude < 1e9 else {
      absent.withUTF8Buffer { append(contentsOf: $0) }
      return
    }
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = UInt64((value.magnitude * Double(scale)).rounded())
    if value < 0 && scaled > 0 { append(UInt8(ascii: "-")) }
    append(integer: scaled / scale)
    guard decimals > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = scaled % scale
    var place = scale / 10
    while place > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }

  /// Appends a whole number.
  public mutating func append(integer value: UInt64) {
    if value >= 10 { append(integer: value / 10) }
    append(UInt8(ascii: "0") + UInt8(value % 10))
  }
}
