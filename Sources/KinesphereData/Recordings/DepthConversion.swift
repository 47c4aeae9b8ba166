/// From a file's raw depth values to whole millimetres, `0` staying "no reading".
///
/// Values beyond 65.535 m become 65,535 mm. One table of 65,536 entries (128 KiB) serves what raw values
/// are below that, whatever the unit; millimetres need none.
struct DepthConversion {
  private let table: [UInt16]
  private let millimetres: Double

  init(unit: DepthUnit) {
    millimetres = unit.millimetres
    table =
      unit.millimetres == 1
      ? [] : (0..<65536).map { UInt16(min(65535, (Double($0) * unit.millimetres).rounded())) }
  }

  /// `depth[i]` = `raw[i]` in millimetres; both have the same length.
  func convert(_ values: [UInt32], into depth: inout MutableSpan<UInt16>) {
    let raw = values.span
    precondition(raw.count == depth.count, "one raw value per pixel")
    if table.isEmpty {
      for index in raw.indices {
        depth[index] = UInt16(truncatingIfNeeded: min(UInt32(littleEndian: raw[index]), 65535))
      }
    } else {
      let table = table.span
      for index in raw.indices {
        let value = UInt32(littleEndian: raw[index])
        depth[index] =
          value < 65536
          ? table[Int(value)] : UInt16(min(65535, (Double(value) * millimetres).rounded()))
      }
    }
  }

  /// The same for 16-bit values of a given byte order.
  func convert(_ values: [UInt16], _ byteOrder: ByteOrder, into depth: inout MutableSpan<UInt16>) {
    let raw = values.span
    precondition(raw.count == depth.count, "one raw value per pixel")
    if byteOrder == .littleEndian {
      for index in raw.indices { depth[index] = UInt16(littleEndian: raw[index]) }
    } else {
      for index in raw.indices { depth[index] = UInt16(bigEndian: raw[index]) }
    }
    convert(&depth)
  }

  /// The same, in place.
  func convert(_ depth: inout MutableSpan<UInt16>) {
    if table.isEmpty { return }
    let table = table.span
    for index in depth.indices { depth[index] = table[Int(depth[index])] }
  }
}
