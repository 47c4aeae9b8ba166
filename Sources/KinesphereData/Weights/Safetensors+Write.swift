import Foundation
import Kinesphere

extension Safetensors {
  /// How a network's numbers are stored.
  public enum Storage: Sendable {
    /// Exactly.
    case single
    /// Rounded to half precision: half the size, about three digits.
    case half
  }

  /// A file's bytes: metadata and tensors in the order given; the same bytes for the same input.
  public static func encode(
    _ parameters: Parameters, metadata: [String: String], storage: Storage = .single
  ) -> Data {
    precondition(
      parameters.values.count == parameters.entries.reduce(0) { $0 + $1.count },
      "each value belongs to a tensor")
    let type = storage == .single ? ElementType.f32 : .f16
    var fields: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + quoted($0.value) }
      fields.append("\"__metadata__\":{" + texts.joined(separator: ",") + "}")
    }
    var offset = 0
    for entry in parameters.entries {
      let end = offset + entry.count * type.size
      let shape = entry.shape.map(String.init).joined(separator: ",")
      fields.append(
        """
        \(quoted(entry.name)):{"dtype":"\(type.rawValue)","shape":[\(shape)],\
        "data_offsets":[\(offset),\(end)]}
        """)
      offset = end
    }
    var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    var result = Data(capacity: 8 + header.count + offset)
    append(UInt64(header.count), to: &result)
    result += header
    for value in parameters.values {
      switch storage {
      case .single: append(value.bitPattern, to: &result)
      case .half: append(Float16(value).bitPattern, to: &result)
      }
    }
    return result
  }

  /// Writes a file; nothing stands under its name before it is whole.
  public static func write(
    _ parameters: Parameters, metadata: [String: String], storage: Storage = .single, to path: String
  ) throws(WeightsError) {
    let bytes = encode(parameters, metadata: metadata, storage: storage)
    do throws(OutputError) {
      try OutputFile.writeWhole(bytes, to: path)
    } catch {
      throw WeightsError(
        .unwritable, file: path, expected: "to write the weights",
        actual: "the system says: \(error.reason)")
    }
  }

  private static func append(_ value: some FixedWidthInteger, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Parameters {
  /// All tensors of a file, in the order of their data; F32 and F16 are read.
  public init(_ file: Safetensors) throws(WeightsError) {
    self.init()
    for entry in file.entries {
      append(entry.name, shape: entry.shape, values: try file.floats(of: entry))
    }
  }
}
