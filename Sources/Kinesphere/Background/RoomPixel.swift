import CKernels

/// What a plane of a picture holds: millimetres (0 = no reading) or gray levels.
package protocol RoomPixel: FixedWidthInteger, UnsignedInteger, Sendable {
  /// Whether 0 is no reading.
  static var zeroIsMissing: Bool { get }
  /// Per pixel the background, the ends of its readings' shortest half, and the far tenth; see `ks_summarise8`.
  static func summarise(
    _ how: ks_samples, _ samples: UnsafePointer<Self>, middle: UnsafeMutablePointer<Self>,
    low: UnsafeMutablePointer<Self>, high: UnsafeMutablePointer<Self>, far: UnsafeMutablePointer<Self>)
  static func markMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafePointer<Float>, width: Int,
    height: Int,
    join: Bool, words: UnsafeMutablePointer<UInt64>)
  static func learnMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafeMutablePointer<Float>, width: Int,
    height: Int, words: UnsafePointer<UInt64>)
}

extension UInt8: RoomPixel {
  package static var zeroIsMissing: Bool { false }

  package static func summarise(
    _ how: ks_samples, _ samples: UnsafePointer<Self>, middle: UnsafeMutablePointer<Self>,
    low: UnsafeMutablePointer<Self>, high: UnsafeMutablePointer<Self>, far: UnsafeMutablePointer<Self>
  ) {
    withUnsafePointer(to: how) {
      ks_summarise8(CPULevel.current.rawValue, $0, samples, middle, low, high, far)
    }
  }

  package static func markMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafePointer<Float>, width: Int,
    height: Int,
    join: Bool, words: UnsafeMutablePointer<UInt64>
  ) {
    withUnsafePointer(to: mixture) {
      ks_mixture_mark8(CPULevel.current.rawValue, $0, pixels, state, Int32(width), Int32(height), join, words)
    }
  }

  package static func learnMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafeMutablePointer<Float>, width: Int,
    height: Int, words: UnsafePointer<UInt64>
  ) {
    withUnsafePointer(to: mixture) {
      ks_mixture_learn8(CPULevel.current.rawValue, $0, pixels, state, Int32(width), Int32(height), words)
    }
  }
}

extension UInt16: RoomPixel {
  package static var zeroIsMissing: Bool { true }

  package static func summarise(
    _ how: ks_samples, _ samples: UnsafePointer<Self>, middle: UnsafeMutablePointer<Self>,
    low: UnsafeMutablePointer<Self>, high: UnsafeMutablePointer<Self>, far: UnsafeMutablePointer<Self>
  ) {
    withUnsafePointer(to: how) {
      ks_summarise16(CPULevel.current.rawValue, $0, samples, middle, low, high, far)
    }
  }

  package static func markMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafePointer<Float>, width: Int,
    height: Int,
    join: Bool, words: UnsafeMutablePointer<UInt64>
  ) {
    withUnsafePointer(to: mixture) {
      ks_mixture_mark16(
        CPULevel.current.rawValue, $0, pixels, state, Int32(width), Int32(height), join, words)
    }
  }

  package static func learnMixture(
    _ mixture: ks_mixture, _ pixels: UnsafePointer<Self>, _ state: UnsafeMutablePointer<Float>, width: Int,
    height: Int, words: UnsafePointer<UInt64>
  ) {
    withUnsafePointer(to: mixture) {
      ks_mixture_learn16(CPULevel.current.rawValue, $0, pixels, state, Int32(width), Int32(height), words)
    }
  }
}
