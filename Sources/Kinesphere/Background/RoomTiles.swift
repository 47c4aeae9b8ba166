/// The picture's 4 x 4 tiles, and how many of each one's pixels have changed.
struct RoomTiles: Sendable {
  private var compared = SIMD16<Int32>()
  private var changed = SIMD16<Int32>()

  static func tile(_ x: Int, _ y: Int, width: Int, height: Int) -> Int {
    y &* 4 / height &* 4 &+ x &* 4 / width
  }

  mutating func clear() {
    compared = SIMD16()
    changed = SIMD16()
  }

  @inline(__always)
  mutating func add(_ tile: Int, isChanged: Bool) {
    compared[tile] &+= 1
    if isChanged { changed[tile] &+= 1 }
  }

  /// Tiles of which at least this share has changed.
  func count(of share: Float) -> Int {
    (0..<16).count { compared[$0] > 0 && Float(changed[$0]) >= share * Float(compared[$0]) }
  }

  /// Share of all pixels compared that have changed; 0 without any.
  var share: Float {
    let total = compared.wrappedSum()
    return total == 0 ? 0 : Float(changed.wrappedSum()) / Float(total)
  }
}
