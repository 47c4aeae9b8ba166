import Foundation

/// A fast, seeded source of random numbers: xoshiro256** (Blackman, Vigna 2021, doi:10.1145/3460772), its state
/// filled by SplitMix64.
///
/// The same seed gives the same numbers on every machine; ``normal(_:_:)`` goes through the system's `log` and
/// `cos` and repeats to the last bit on one machine. Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var mixer = seed
    state = (
      Self.mixed(&mixer), Self.mixed(&mixer), Self.mixed(&mixer), Self.mixed(&mixer)
    )
  }

  /// An independent generator for item `index` of a stream: the way to samples that do not depend on order.
  public init(seed: UInt64, stream: UInt64, index: UInt64) {
    var mixer = seed
    var key = Self.mixed(&mixer) ^ (stream &* 0xD1B5_4A32_D192_ED03)
    key = Self.mixed(&key) ^ (index &* 0xABC9_8388_FB8F_AC03)
    self.init(seed: Self.mixed(&key))
  }

  private static func mixed(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }

  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = Self.rotated(state.3, 45)
    return result
  }

  /// Uniform in `0 ..< 1`, 24 bits.
  public mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Uniform between two bounds.
  public mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// True with the given probability.
  public mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// A whole number below `count`, which must be positive.
  public mutating func index(below count: Int) -> Int {
    Int(((next() >> 32) &* UInt64(count)) >> 32)
  }

  /// Normal with a mean and a standard deviation (Box and Muller 1958).
  public mutating func normal(_ mean: Float = 0, _ deviation: Float = 1) -> Float {
    let radius = (-2 * log(Double(next() >> 11) * 0x1p-53 + 0x1p-54)).squareRoot()
    let angle = 2 * Double.pi * Double(next() >> 11) * 0x1p-53
    return mean + deviation * Float(radius * cos(angle))
  }

  /// Nearly normal, mean 0 and deviation 1, never beyond 3.47: four 16-bit uniforms of one draw, summed. For
  /// noise on every pixel, where ``normal(_:_:)`` costs ten times as much.
  @inline(__always)
  mutating func quickNormal() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) &+ (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ (bits >> 48)
    // Each uniform has variance (2^32 - 1) / 12; the sum of four has deviation 2^16 / sqrt(3).
    return (Float(sum) - 131070) * (1.7320508 / 65536)
  }

  /// A direction, uniform on the sphere.
  public mutating func direction() -> SIMD3<Float> {
    SIMD3(normal(), normal(), normal()).normalised
  }
}
