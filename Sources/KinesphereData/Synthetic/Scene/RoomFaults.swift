import Kinesphere

/// What real rooms and sensors do to depth recordings beside noise. All are off by default.
public struct RoomFaults: Codable, Sendable, Equatable {
  /// Readings lost on what swallows infrared light (black furniture, hair): the mean share, 0 to 1. Each pixel of the
  /// picture has its own share around it and is lost anew in every frame, so readings flicker.
  public var absorbedShare: Float = 0
  /// The sensor settles: from this frame on every reading is this much farther, metres (negative: nearer).
  public var settlingFrame: Int = 0
  public var settlingStep: Float = 0
  /// Readings move away evenly by this much over the whole take, metres.
  public var drift: Float = 0
  /// Share of the pixels on an edge between near and far that read a place between the two.
  public var mixedShare: Float = 0
  /// Columns and rows without readings at the picture's borders, pixels.
  public var blankLeft: Int = 0
  public var blankRight: Int = 0
  public var blankTop: Int = 0
  public var blankBottom: Int = 0
  /// No reading nearer or farther than this, metres; 0 = no limit.
  public var nearLimit: Float = 0
  public var farLimit: Float = 0
  /// The camera is knocked: from this frame on it looks this much further right, up, and rolls, degrees.
  public var knockFrame: Int = 0
  public var knockPan: Float = 0
  public var knockTilt: Float = 0
  public var knockRoll: Float = 0

  public init() {}

  public static let none = RoomFaults()

  /// All that a sensor adds by itself, at the sizes that recordings of real rooms show; the camera is not knocked.
  ///
  /// Kinect v1's depth stream leaves 8 of 640 columns without readings, and is specified from 0.8 to 4 m.
  public static let real: RoomFaults = {
    var faults = RoomFaults()
    faults.absorbedShare = 0.7
    faults.settlingFrame = 90
    faults.settlingStep = 0.04
    faults.drift = 0.03
    faults.mixedShare = 0.3
    faults.blankRight = 4
    faults.blankTop = 1
    faults.blankBottom = 1
    faults.nearLimit = 0.8
    faults.farLimit = 4
    return faults
  }()

  /// How much too far readings are in a frame of a take, metres.
  public func offset(inFrame frame: Int, of count: Int) -> Float {
    let step = frame >= settlingFrame ? settlingStep : 0
    return step + drift * Float(frame) / Float(max(1, count - 1))
  }

  /// How the camera is turned in a frame beside its first direction.
  func knock(inFrame frame: Int) -> Rotation {
    guard frame >= knockFrame, knockPan != 0 || knockTilt != 0 || knockRoll != 0 else { return .identity }
    return Rotation(about: SIMD3(0, 1, 0), by: radians(-knockPan))
      * Rotation(about: SIMD3(1, 0, 0), by: radians(knockTilt))
      * Rotation(about: SIMD3(0, 0, 1), by: radians(-knockRoll))
  }

  /// Chance that the reading of a pixel on something black is lost: ``absorbedShare`` on average, each pixel its own.
  static func loss(ofPixel pixel: Int, share: Float) -> Float {
    var bits = UInt32(truncatingIfNeeded: pixel) &* 0x9E37_79B1
    bits = (bits ^ bits >> 15) &* 0x85EB_CA77
    let place = Float((bits ^ bits >> 13) >> 8) * 0x1p-24
    return share <= 0.5 ? 2 * share * place : 1 - 2 * (1 - share) * place
  }

  /// Blanks the borders and, by chance, what is black. `origins` are ``SceneLabel``s, `isBlack` says which swallow light.
  func spoil(
    _ depth: inout Plane<UInt16>, origins: [UInt8], isBlack: [Bool], using generator: inout SeededGenerator
  ) {
    blank(&depth)
    guard absorbedShare > 0 else { return }
    let (origins, isBlack) = (origins.span, isBlack.span)
    var readings = depth.storage.mutableSpan
    for pixel in origins.indices where isBlack[Int(origins[pixel])] {
      if generator.unit() < Self.loss(ofPixel: pixel, share: absorbedShare) { readings[pixel] = 0 }
    }
  }

  private func blank(_ depth: inout Plane<UInt16>) {
    guard blankLeft > 0 || blankRight > 0 || blankTop > 0 || blankBottom > 0 else { return }
    let (width, height) = (depth.width, depth.height)
    let (left, right) = (min(width, max(0, blankLeft)), max(0, width - max(0, blankRight)))
    var readings = depth.storage.mutableSpan
    for y in 0..<height {
      let isBlank = y < blankTop || y >= height - blankBottom
      for x in 0..<(isBlank ? width : left) { readings[y &* width &+ x] = 0 }
      for x in min(right, width)..<width { readings[y &* width &+ x] = 0 }
    }
  }
}
