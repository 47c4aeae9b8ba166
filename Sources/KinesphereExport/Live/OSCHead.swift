/// A message's address and the types of its arguments, laid out once as they are sent each time.
public struct OSCHead: Sendable {
  /// Address and type tags, each with its zeros up to a multiple of four bytes.
  let bytes: [UInt8]
  /// Where the first argument's letter is.
  let tags: Int
  let types: [OSCType]

  /// `address` starts with `/` and is printable ASCII without `#*,?[]{}` and blanks, which are for patterns.
  public init(_ address: String, _ types: [OSCType]) {
    precondition(Self.isAddress(address), "an OSC address starts with / and holds no pattern")
    var bytes = Array(address.utf8)
    Self.pad(&bytes)
    tags = bytes.count + 1
    bytes.append(UInt8(ascii: ","))
    bytes += types.map(\.rawValue)
    Self.pad(&bytes)
    self.bytes = bytes
    self.types = types
  }

  /// Whether a text can be an address.
  public static func isAddress(_ text: String) -> Bool {
    let refused = Set("#*,?[]{} ".utf8)
    return text.hasPrefix("/") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !refused.contains($0) }
  }

  /// At least one zero, up to a multiple of four.
  private static func pad(_ bytes: inout [UInt8]) {
    repeat { bytes.append(0) } while bytes.count % 4 != 0
  }
}
