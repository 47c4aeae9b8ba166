import Foundation
import Kinesphere
import KinesphereData

@testable import KinesphereTraining

/// Small, fast stand-ins for recordings and dances.
enum SmallData {
  /// Synthetic crops `range` of a seed.
  static func crops(_ range: Range<Int>, seed: UInt64 = 1, hasParts: Bool = false) -> CropSet {
    var supply = SyntheticCrops(seed: seed)
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "small", subject: 0, action: 0)]
    var crop = [Float](repeating: 0, count: CropSet.pixels)
    var target = [Float](repeating: 0, count: CropSet.coordinates)
    var visible = [Float](repeating: 0, count: KeyPoint.count)
    var labels = [UInt8](repeating: 0, count: CropSet.pixels)
    for index in range {
      var cropSpan = crop.mutableSpan
      var targetSpan = target.mutableSpan
      var visibleSpan = visible.mutableSpan
      supply.fill(index, crop: &cropSpan, target: &targetSpan, visible: &visibleSpan)
      set.append(crop: crop, relative: target, origin: CropSet.Origin(sequence: 0, frame: index))
      guard hasParts else { continue }
      var labelSpan = labels.mutableSpan
      supply.fillParts(where: crop.span, into: &labelSpan)
      set.append(parts: labels)
    }
    return set
  }

  /// Sequences of random observations of the preset `channels` whose labels follow from them.
  static func sequences(_ count: Int, length: Int, seed: UInt64) -> [ObservationSequence] {
    (0..<count).map { number in
      var generator = SeededGenerator(seed: seed, stream: 5, index: UInt64(number))
      var sequence = ObservationSequence(name: "small-\(number)", subject: number, action: 0, width: 7)
      for frame in 0..<length {
        let inputs = (0..<7).map { _ in generator.normal() }
        let label = (0..<54).map { inputs[$0 % 7] * 0.1 + Float($0) * 0.01 }
        sequence.append(
          inputs: inputs, label: label, centre: .zero, frame: frame, startsAnew: frame == length / 2)
      }
      return sequence
    }
  }

  /// A two-layer encoder that learns in seconds.
  static var encoder: CropEncoder.Configuration {
    CropEncoder.Configuration(layers: [
      .init(channels: 16, stride: 2), .init(channels: 16, stride: 2), .init(channels: 16, stride: 2),
    ])
  }

  /// A new folder for one test; removed by ``remove(_:)``.
  static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "kinesphere-training-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  static func remove(_ folder: String) { _ = try? FileManager.default.removeItem(atPath: folder) }
}
