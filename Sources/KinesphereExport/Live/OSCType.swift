/// The kinds of argument that an OSC message can have, by their letters in its type tags.
///
/// `i`, `f`, `s` and `b` are OSC 1.0's own (opensoundcontrol.org/spec-1_0); the others are its usual extensions. Streams of
/// this project send the first three alone, which every receiver knows.
public enum OSCType: UInt8, Sendable, CaseIterable {
  /// `i`: 32-bit integer.
  case int32 = 0x69
  /// `f`: 32-bit float.
  case float32 = 0x66
  /// `s`: text without a zero byte.
  case string = 0x73
  /// `b`: bytes.
  case blob = 0x62
  /// `T` and `F`: true and false, which take no bytes; `T` stands for either where types are declared.
  case boolean = 0x54
  /// `h`: 64-bit integer.
  case int64 = 0x68
  /// `d`: 64-bit float.
  case float64 = 0x64
  /// `t`: a time tag.
  case timeTag = 0x74
}
