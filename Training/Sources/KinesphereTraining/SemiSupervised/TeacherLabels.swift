import Kinesphere
import KinesphereData
import Torch

/// What a teacher says of unmoved crops, as labels for a student.
struct TeacherLabels {
  /// `[batch, 72, 72]`; ``PartLabels/ignored`` where it is not sure.
  private(set) var parts: [UInt8]
  /// `[batch, 54]` in units of 10 cm; empty without key-points.
  private(set) var points: [Float]

  /// Asks for the crops `[n, 72, 72]`, and for their mirror images too where `isMirrored` says so: the answer is then the mean of
  /// both, turned back. Labels less sure than `confidence` are ignored.
  init(_ member: some PartNetwork, crops: [Float], isMirrored: Bool, confidence: Float) throws {
    let count = crops.count / CropSet.pixels
    func answer(_ crops: [Float]) throws -> (probabilities: Tensor, points: [Float]) {
      let size = DepthCrop.size
      let tensor = try Tensor(crops, shape: [count, 1, size, size]).channelsInnermost()
      return try Engine.withoutGradients {
        let answer = try member.answer(tensor, .observing())
        return (try answer.logits().softmax(over: 1), try answer.points?.places.floats() ?? [])
      }
    }
    let own = try answer(crops)
    (parts, points) = ([], own.points)
    guard isMirrored else {
      parts = try own.probabilities.argmax(over: 1).integers().map { UInt8(truncatingIfNeeded: $0) }
      if confidence > 0 { forget(below: confidence, try own.probabilities.largest(over: 1).floats()) }
      return
    }
    let other = try answer(Self.mirrored(crops))
    for place in points.indices { points[place] = (points[place] + Self.mirrored(other.points, place)) / 2 }
    let (labels, sure) = Self.mean(try own.probabilities.floats(), try other.probabilities.floats())
    parts = labels
    if confidence > 0 { forget(below: confidence, sure) }
  }

  private mutating func forget(below confidence: Float, _ sure: [Float]) {
    for pixel in parts.indices where sure[pixel] < confidence { parts[pixel] = PartLabels.ignored }
  }

  /// Every row of every crop from right to left.
  static func mirrored(_ crops: [Float]) -> [Float] {
    let size = DepthCrop.size
    return crops.indices.map { crops[$0 / size * size + size - 1 - $0 % size] }
  }

  /// The coordinate at `place` of `[n, 18, 3]`, had the picture not been mirrored.
  static func mirrored(_ points: [Float], _ place: Int) -> Float {
    let (row, point, axis) = (place / 54, place / 3 % KeyPoint.count, place % 3)
    let source = KeyPoint.allCases[point].mirrored.rawValue
    let value = points[row * 54 + source * 3 + axis]
    return axis == 0 ? -value : value
  }

  /// The likeliest class of the mean of probabilities `[n, 19, 72, 72]` and those of the mirror images, and the mean's value.
  private static func mean(_ own: [Float], _ other: [Float]) -> (labels: [UInt8], sure: [Float]) {
    let (classes, pixels, size) = (PartLabels.count, CropSet.pixels, DepthCrop.size)
    let count = own.count / (classes * pixels)
    var labels = [UInt8](repeating: 0, count: count * pixels)
    var sure = [Float](repeating: -1, count: count * pixels)
    for row in 0..<count {
      for one in 0..<classes {
        let a = (row * classes + one) * pixels
        let b = (row * classes + Int(PartLabels.mirrored(UInt8(one)))) * pixels
        for y in 0..<size {
          for x in 0..<size {
            let pixel = y &* size &+ x
            let mean = (own[a &+ pixel] + other[b &+ y &* size &+ size &- 1 &- x]) / 2
            if mean > sure[row &* pixels &+ pixel] {
              sure[row &* pixels &+ pixel] = mean
              labels[row &* pixels &+ pixel] = UInt8(truncatingIfNeeded: one)
            }
          }
        }
      }
    }
    return (labels, sure)
  }
}
