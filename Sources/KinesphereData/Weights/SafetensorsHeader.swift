/// From a header's JSON to checked entries.
enum SafetensorsHeader {
  /// Metadata and tensors, the latter in the order of their data, which they cover exactly.
  static func read(
    _ header: HeaderValue, dataCount: Int, file: String
  ) throws(WeightsError) -> ([String: String], [Safetensors.Entry]) {
    guard case .object(let members) = header else {
      throw malformed(file, "an object as header", "it is something else")
    }
    var metadata: [String: String] = [:]
    var entries: [Safetensors.Entry] = []
    for (name, value) in members {
      guard case .object(let fields) = value else {
        throw malformed(file, "an object for \(name)", "it is something else")
      }
      if name == "__metadata__" {
        for field in fields {
          guard case .string(let text) = field.value else {
            throw malformed(file, "text in __metadata__", "\(field.name) is something else")
          }
          metadata[field.name] = text
        }
      } else {
        entries.append(try entry(name, fields, file: file))
      }
    }
    entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    try checkCover(entries, dataCount: dataCount, file: file)
    return (metadata, entries)
  }

  private static func malformed(_ file: String, _ expected: String, _ actual: String) -> WeightsError {
    WeightsError(.malformed, file: file, expected: expected, actual: actual)
  }

  private static func entry(
    _ name: String, _ fields: [(name: String, value: HeaderValue)], file: String
  ) throws(WeightsError) -> Safetensors.Entry {
    var (type, shape, offsets): (String?, [Int]?, [Int]?)
    for field in fields {
      switch (field.name, field.value) {
      case ("dtype", .string(let text)): type = text
      case ("shape", .array(let values)): shape = numbers(values)
      case ("data_offsets", .array(let values)): offsets = numbers(values)
      default: throw malformed(file, "dtype, shape and data_offsets for \(name)", "there is \(field.name)")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw malformed(file, "dtype, shape and two data_offsets for \(name)", "they are not all there")
    }
    guard let elementType = Safetensors.ElementType(rawValue: type) else {
      throw malformed(file, "a known dtype for \(name)", "it is \(type)")
    }
    var size = elementType.size
    for extent in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw malformed(file, "a shape of \(name) that fits", "it is \(shape)") }
      size = product
    }
    guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == size else {
      throw malformed(
        file, "\(size) bytes for tensor \(name) of shape \(shape)", "its offsets are \(offsets)")
    }
    return Safetensors.Entry(
      name: name, type: elementType, shape: shape, range: offsets[0]..<offsets[1])
  }

  private static func numbers(_ values: [HeaderValue]) -> [Int]? {
    var result: [Int] = []
    for value in values {
      guard case .number(let number) = value else { return nil }
      result.append(number)
    }
    return result
  }

  /// Each byte of the data belongs to exactly one tensor.
  private static func checkCover(
    _ entries: [Safetensors.Entry], dataCount: Int, file: String
  ) throws(WeightsError) {
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw malformed(
          file, "tensor \(entry.name) to begin at byte \(end) of the data",
          "it begins at \(entry.range.lowerBound)")
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw malformed(file, "\(end) bytes of data", "it holds \(dataCount)")
    }
  }
}
