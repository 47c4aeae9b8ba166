import Foundation
import Kinesphere
import KinesphereData

/// Makes crops of synthetic dancers, on several threads, and keeps them in a file for the next run.
struct SyntheticCropSets {
  let supply: SyntheticCrops
  /// Words that stand for everything the samples depend on; they name the file.
  let identity: String
  /// Folder of the files.
  let cache: String
  let threads: Int
  /// Whether every crop gets its parts.
  var hasParts = false
  /// Samples that a thread makes in a row.
  var block = 1024

  /// The samples of a range.
  func crops(_ range: Range<Int>, progress: (Int) -> Void) throws -> CropSet {
    let path = "\(cache)/synthetic-\(Self.hash("\(identity) \(hasParts ? "parts " : "")\(range)")).crops"
    if let set = try? CropSet(path: path) { return set }
    let set = try make(range, progress: progress)
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    try set.write(to: path)
    return set
  }

  /// Samples of a block do not depend on the others, so any number of threads makes the same set.
  func make(_ range: Range<Int>, progress: (Int) -> Void) throws -> CropSet {
    var result = CropSet()
    result.reserve(range.count)
    result.sequences = [CropSet.Sequence(name: "synthetic", subject: 0, action: 0)]
    let (supply, hasParts) = (supply, hasParts)
    for wave in stride(from: range.lowerBound, to: range.upperBound, by: block * threads) {
      let starts = Array(stride(from: wave, to: min(wave + block * threads, range.upperBound), by: block))
      let parts = try OrderedWork.map(starts.count, threads: threads) { part in
        Self.block(
          starts[part]..<min(starts[part] + block, range.upperBound), of: supply, hasParts: hasParts)
      }
      for part in parts { result.append(samplesOf: part) }
      progress(result.count)
    }
    return result
  }

  private static func block(_ range: Range<Int>, of supply: SyntheticCrops, hasParts: Bool) -> CropSet {
    var supply = supply
    var set = CropSet()
    var crop = [Float](repeating: 0, count: CropSet.pixels)
    var target = [Float](repeating: 0, count: CropSet.coordinates)
    var labels = [UInt8](repeating: 0, count: hasParts ? CropSet.pixels : 0)
    var visible = [Float](repeating: 0, count: KeyPoint.count)
    for index in range {
      var cropSpan = crop.mutableSpan
      var targetSpan = target.mutableSpan
      var visibleSpan = visible.mutableSpan
      supply.fill(index, crop: &cropSpan, target: &targetSpan, visible: &visibleSpan)
      set.append(crop: crop, relative: target, origin: CropSet.Origin(sequence: 0, frame: index))
      if hasParts {
        var labelSpan = labels.mutableSpan
        supply.fillParts(where: crop.span, into: &labelSpan)
        set.append(parts: labels)
      }
    }
    return set
  }

  /// FNV-1a, 64 bits.
  static func hash(_ text: String) -> String {
    let value = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(value, radix: 16)
  }
}
