import CZlib
import Testing

@testable import KinesphereEvaluation

@Suite struct PalettePNGTests {
  @Test func thePictureComesBackFromItsChunks() throws {
    let pixels: [UInt8] = (0..<35).map { UInt8($0 % 3) }
    let png = PalettePNG(palette: [SIMD3(1, 2, 3), SIMD3(4, 5, 6), SIMD3(7, 8, 9)])
    let bytes = png.encode(pixels: pixels, width: 7, height: 5)
    #expect(Array(bytes.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10])
    var chunks: [String: [UInt8]] = [:]
    var place = 8
    while place < bytes.count {
      let length = number(bytes, at: place)
      let named = Array(bytes[place + 4..<place + 8 + length])
      #expect(number(bytes, at: place + 8 + length) == Int(crc32(0, named, uInt(named.count))))
      chunks[String(decoding: named.prefix(4), as: UTF8.self)] = Array(named.dropFirst(4))
      place += 12 + length
    }
    #expect(chunks["IHDR"] == [0, 0, 0, 7, 0, 0, 0, 5, 8, 3, 0, 0, 0])
    #expect(chunks["PLTE"] == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let packed = try #require(chunks["IDAT"])
    var rows = [UInt8](repeating: 0, count: 40)
    var size = uLong(rows.count)
    #expect(uncompress(&rows, &size, packed, uLong(packed.count)) == Z_OK)
    #expect(size == 40)
    let decoded = (0..<5).flatMap { rows[$0 * 8 + 1..<$0 * 8 + 8] }
    #expect(decoded == pixels)
  }

  @Test func aFilmHoldsEveryFrameInOrder() throws {
    let frames: [[UInt8]] = (0..<3).map { f in (0..<6).map { UInt8(($0 + f) % 3) } }
    let png = PalettePNG(palette: [SIMD3(1, 2, 3), SIMD3(4, 5, 6), SIMD3(7, 8, 9)])
    let bytes = png.encode(film: frames, width: 3, height: 2, milliseconds: 300)
    var (place, names, decoded, sequences) = (8, [String](), [[UInt8]](), [Int]())
    while place < bytes.count {
      let length = number(bytes, at: place)
      let named = Array(bytes[place + 4..<place + 8 + length])
      #expect(number(bytes, at: place + 8 + length) == Int(crc32(0, named, uInt(named.count))))
      let name = String(decoding: named.prefix(4), as: UTF8.self)
      let body = Array(named.dropFirst(4))
      names.append(name)
      switch name {
      case "acTL": #expect(number(body, at: 0) == 3 && number(body, at: 4) == 0)
      case "fcTL":
        sequences.append(number(body, at: 0))
        #expect(number(body, at: 4) == 3 && number(body, at: 8) == 2)
        #expect(body[20..<24].elementsEqual([1, 44, 3, 232]))
      case "IDAT": decoded.append(try pixels(body))
      case "fdAT":
        sequences.append(number(body, at: 0))
        decoded.append(try pixels(Array(body.dropFirst(4))))
      default: break
      }
      place += 12 + length
    }
    #expect(names == ["IHDR", "acTL", "PLTE", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
    #expect(sequences == [0, 1, 2, 3, 4])
    #expect(decoded == frames)
  }

  /// Two rows of three.
  private func pixels(_ packed: [UInt8]) throws -> [UInt8] {
    var rows = [UInt8](repeating: 0, count: 8)
    var size = uLong(rows.count)
    #expect(uncompress(&rows, &size, packed, uLong(packed.count)) == Z_OK)
    return Array(rows[1..<4] + rows[5..<8])
  }

  private func number(_ bytes: [UInt8], at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
