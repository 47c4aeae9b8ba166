import Kinesphere

/// Depth motion maps from the front, above and the side as pictures of their local ternary patterns: what a convolutional network
/// reads (Li et al. 2019, doi:10.1007/s11042-019-7356-3).
///
/// A map of ``side`` x ``side`` cells is scaled so that its largest number is 255; each cell becomes its upper and its lower code
/// (``LocalPatterns``, a threshold of ``threshold``) divided by 255. Six rows a sequence: a map's upper picture, then its lower one.
public struct TernaryPatternDescriber: SequenceDescriber {
  public static let side = 48
  /// Pictures of a sequence.
  public static let pictures = 6
  static let threshold = 5
  public let summary = "depth motion maps' local ternary patterns"
  private var maps: MotionMaps

  public init() {
    var configuration = MotionMaps.Configuration()
    configuration.views = [0]
    configuration.levels = 1
    configuration.side = Self.side
    maps = MotionMaps(configuration)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard maps.draw(sequence.cloud) else { return [] }
    return (0..<maps.configuration.viewCount).flatMap { Self.pictures(of: maps.map(segment: 0, view: $0)) }
  }

  /// The upper and the lower picture of a map, row-major; the border is 0.
  static func pictures(of map: Plane<UInt16>) -> [[Float]] {
    let (width, height) = (map.width, map.height)
    var largest: UInt16 = 1
    for y in 0..<height { for x in 0..<width { largest = max(largest, map[x, y]) } }
    var scaled = map
    for y in 0..<height {
      for x in 0..<width { scaled[x, y] = UInt16(Int(map[x, y]) * 255 / Int(largest)) }
    }
    var pictures = [[Float]](repeating: [Float](repeating: 0, count: width * height), count: 2)
    for y in 1..<max(1, height - 1) {
      for x in 1..<max(1, width - 1) {
        let codes = LocalPatterns.ternary(scaled, x, y, threshold: threshold)
        pictures[0][y * width + x] = Float(codes.upper) / 255
        pictures[1][y * width + x] = Float(codes.lower) / 255
      }
    }
    return pictures
  }
}
