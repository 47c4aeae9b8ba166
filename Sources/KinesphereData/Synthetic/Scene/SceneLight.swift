import Foundation

/// How a scene is lit, and what the video camera makes of it.
public struct SceneLight: Codable, Sendable, Equatable {
  /// From the scene towards the lamp; need not have length 1.
  public var direction = SIMD3<Float>(-0.5, 0.8, -0.6)
  /// Share of the light that comes from everywhere; the rest falls from the lamp and follows Lambert's cosine.
  public var ambient: Float = 0.55
  /// Grey level of a white surface in full light, 0 to 255 and beyond (then it is cut).
  public var exposure: Float = 260
  /// From this frame on all light is multiplied by `changeGain`.
  public var changeFrame: Int = 0
  public var changeGain: Float = 1
  /// Lamps on the mains: the light varies by this share either way, at this frequency in Hz. A camera at 30 frames/s
  /// sees 100 Hz as 10 Hz.
  public var flickerShare: Float = 0
  public var flickerFrequency: Float = 100
  /// Deviation of a pixel's noise in grey levels: `(readNoise^2 + photonNoise * level)^0.5`.
  public var readNoise: Float = 1.2
  public var photonNoise: Float = 0.05
  /// Share of the lamp's light that dancers keep from floor and back wall, 0 to 1: their shadows. 0 = none.
  public var shadow: Float = 0
  /// Light that is thrown on the back wall and travels along x: its strength beside the wall's own light, the width of
  /// its stripes in metres, and their speed in metres a second. Strength 0 = none.
  public var projection: Float = 0
  public var projectionWidth: Float = 0.5
  public var projectionSpeed: Float = 0.6

  public init() {}

  /// What all light is multiplied by in a frame at a time in seconds.
  public func gain(inFrame frame: Int, at time: Double) -> Float {
    let change = frame >= changeFrame ? changeGain : 1
    guard flickerShare != 0 else { return change }
    return change * (1 + flickerShare * Float(sin(2 * Double.pi * Double(flickerFrequency) * time)))
  }

  /// Share of the full light on a surface with a unit normal, 0 to 1.
  func falling(on normal: SIMD3<Float>, from towards: SIMD3<Float>) -> Float {
    ambient + (1 - ambient) * max(0, normal.dot(towards))
  }
}
