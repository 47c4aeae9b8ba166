/// Knows for how long each pixel has shown one and the same thing that is not the background.
///
/// Memory: a reading and two bytes per pixel. A pixel that shows the background again, or something else, starts anew.
package struct StillWatch<Pixel: RoomPixel>: Sendable {
  private var shown: [Pixel]
  /// Looks since `shown` was first seen; 0 where nothing is watched.
  private var looks: [UInt16]

  package init(pixels: Int) {
    shown = [Pixel](repeating: 0, count: pixels)
    looks = [UInt16](repeating: 0, count: pixels)
  }

  /// Takes a look at a pixel that shows `reading`; true, and forgotten, where that was there for `needed` looks before.
  @inline(__always)
  package mutating func look(at index: Int, reading: Pixel, tolerance: Pixel, needed: Int) -> Bool {
    let before = shown[index]
    let distance = reading > before ? reading &- before : before &- reading
    guard looks[index] > 0, distance <= tolerance else {
      shown[index] = reading
      looks[index] = 1
      return needed == 0
    }
    guard Int(looks[index]) >= needed else {
      looks[index] &+= 1
      return false
    }
    looks[index] = 0
    return true
  }

  /// The pixel shows the background.
  @inline(__always)
  package mutating func rest(at index: Int) { looks[index] = 0 }

  /// These pixels show the background.
  package mutating func rest(at range: Range<Int>) {
    for index in range where looks[index] != 0 { looks[index] = 0 }
  }

  package mutating func reset() {
    for index in looks.indices { looks[index] = 0 }
  }
}
