import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

struct RVLTests {
  private func decoded(_ words: [UInt32], width: Int, height: Int) -> Plane<UInt16>? {
    var result = Plane<UInt16>(width: width, height: height, repeating: 7)
    let isWhole = result.withMutablePixels { RVLDecoder.decode(words, count: words.count, into: &$0) }
    return isWhole ? result : nil
  }

  private func encoded(_ picture: Plane<UInt16>) -> [UInt32] {
    var encoder = RVLEncoder(width: picture.width, height: picture.height)
    encoder.encode(picture)
    return Array(encoder.words[..<encoder.count])
  }

  @Test func everyPictureComesBackTheSame() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let width = Int.random(in: 1...40, using: &generator)
      let height = Int.random(in: 1...30, using: &generator)
      let picture = randomPicture(width: width, height: height, using: &generator)
      #expect(decoded(encoded(picture), width: width, height: height) == picture)
    }
  }

  @Test(arguments: [
    [0, 0, 0, 0], [1, 65535, 1, 65535], [65535, 0, 65535, 0], [0, 5, 0, 5], [5, 5, 5, 5],
  ])
  func extremesComeBackTheSame(_ pattern: [UInt16]) {
    let picture = Plane(width: 64, height: 48, pixels: (0..<64 * 48).map { pattern[$0 % 4] })
    #expect(decoded(encoded(picture), width: 64, height: 48) == picture)
  }

  /// Two readings, 10 and 12, after three missing: runs 3 and 2, zigzag 20 and 4, each as the paper writes it.
  @Test func theBitsAreThoseOfThePaper() {
    let picture = Plane<UInt16>(width: 5, height: 1, pixels: [0, 0, 0, 10, 12])
    // 3 -> 0011; 2 -> 0010; 20 = 100 + 8 * 010 -> 1100 0010; 4 -> 0100; then padding.
    #expect(encoded(picture) == [0x32C2_4000])
  }

  @Test func noPrefixOrChangeOfTheDataMakesTheDecoderTrap() {
    var generator = SeededGenerator(seed: 2)
    let words = encoded(randomPicture(width: 32, height: 24, using: &generator))
    for length in 0..<words.count {
      #expect(decoded(Array(words[..<length]), width: 32, height: 24) == nil)
    }
    for _ in 0..<2000 {
      var changed = words
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        changed[Int.random(in: 0..<changed.count, using: &generator)] ^=
          1 << UInt32.random(in: 0..<32, using: &generator)
      }
      _ = decoded(changed, width: 32, height: 24)
    }
    for _ in 0..<500 {
      _ = decoded((0..<60).map { _ in generator.next().hashWord }, width: 32, height: 24)
    }
  }

  @Test func aPictureOfAnotherSizeIsRefused() {
    var generator = SeededGenerator(seed: 3)
    let words = encoded(randomPicture(width: 32, height: 24, using: &generator))
    #expect(decoded(words, width: 31, height: 24) == nil)
    #expect(decoded(words, width: 33, height: 24) == nil)
  }
}

extension UInt64 {
  fileprivate var hashWord: UInt32 { UInt32(truncatingIfNeeded: self >> 16) }
}
