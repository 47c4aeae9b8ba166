import Kinesphere

/// What is truly in one frame of a scene.
public struct SceneTruth: Sendable {
  /// The dancer nearest to the camera at each pixel's centre, counted from 0; ``nobody`` elsewhere. Without noise.
  public internal(set) var owners: Plane<UInt8>
  /// The dancers' anatomical key-points in the camera frame, metres; confidence 1 where the clean picture shows the
  /// joint's surface, else 0. Of a dancer who is away, confidence 0 and no place.
  public internal(set) var keyPoints: [Pose]
  /// Which dancers are there, in the picture or not.
  public internal(set) var isPresent: [Bool]

  public static let nobody: UInt8 = 255

  /// Pixels of any dancer.
  public var area: Int { owners.storage.reduce(0) { $0 + ($1 == Self.nobody ? 0 : 1) } }

  /// The pixels of a dancer, or of all of them where none is named.
  public func mask(of dancer: Int? = nil) -> PixelMask { Self.mask(of: dancer, in: owners) }

  /// The pixels of a plane of dancers that belong to one, or to any.
  static func mask(of dancer: Int?, in owners: Plane<UInt8>) -> PixelMask {
    var mask = PixelMask(width: owners.width, height: owners.height)
    for y in 0..<owners.height {
      var start = -1
      for x in 0...owners.width {
        let isInside = x < owners.width && belongs(owners.storage[y &* owners.width &+ x], to: dancer)
        if isInside && start < 0 { start = x }
        if !isInside && start >= 0 {
          mask.set(start..<x, row: y)
          start = -1
        }
      }
    }
    return mask
  }

  /// The same as 255 and 0, a byte a pixel.
  public func plane(of dancer: Int? = nil) -> Plane<UInt8> {
    Plane(
      width: owners.width, height: owners.height,
      pixels: owners.storage.map { Self.belongs($0, to: dancer) ? 255 : 0 })
  }

  private static func belongs(_ owner: UInt8, to dancer: Int?) -> Bool {
    if let dancer { Int(owner) == dancer } else { owner != nobody }
  }
}
