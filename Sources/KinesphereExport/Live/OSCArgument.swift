/// One argument of an OSC message that was read.
public enum OSCArgument: Sendable, Equatable {
  case int32(Int32)
  case float32(Float)
  case string(String)
  case blob([UInt8])
  case boolean(Bool)
  case int64(Int64)
  case float64(Double)
  case timeTag(OSCTimeTag)
}
