/// Gray from colour.
package enum Luma {
  /// Rec. ITU-R BT.601's weights in 1/256, rounded.
  @inlinable @inline(__always)
  package static func gray(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (77 &* UInt32(red) &+ 150 &* UInt32(green) &+ 29 &* UInt32(blue) &+ 128) &>> 8)
  }
}
