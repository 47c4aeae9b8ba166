import Kinesphere
import RealModule

/// How much a dancer moves: the mean speed of the key-points in body lengths a second, on an even grid of time.
///
/// Speed over a tenth of a second, so that tracking noise of a frame counts less. Frames without a pose count as the last one
/// known. Independent of the camera and of the dancer's size (the trunk's and legs' length is 1).
public struct MotionEnergy: Sendable {
  /// Values a second.
  public let rate: Double
  /// The time of the first, seconds.
  public let start: Double
  /// Body lengths a second, 0 or more.
  public private(set) var values: [Float]
  /// The same of single key-points, each as long as ``values``: what arrives on a beat is a limb, not the whole body.
  private(set) var limbs: [[Float]] = []
  private static let ends: [KeyPoint] = [.leftWrist, .rightWrist, .leftAnkle, .rightAnkle, .head, .pelvis]

  /// At most an hour at 30 values a second.
  static let most = 108_000

  public init(_ motion: Motion, rate: Double = 30) {
    precondition(rate > 0, "energy has a rate")
    (self.rate, start) = (rate, motion.times.first ?? 0)
    guard let end = motion.times.last, motion.count > 1 else {
      values = []
      return
    }
    let count = Int(max(0, min(Double(Self.most - 1), (end - start) * rate))) + 1
    let size = BodySize.length(motion)
    values = [Float](repeating: 0, count: count)
    limbs = Array(repeating: values, count: Self.ends.count)
    let half = 0.05
    for index in values.indices {
      let time = start + Double(index) / rate
      let (before, after) = (max(start, time - half), min(end, time + half))
      guard after > before else { continue }
      let (a, b) = (motion.sample(at: before), motion.sample(at: after))
      let scale = 1 / (size * Float(after - before))
      values[index] = Self.distance(a, b) * scale
      for (limb, point) in Self.ends.enumerated() {
        let way = (b[point] - a[point]).length
        limbs[limb][index] = way.isFinite ? way * scale : 0
      }
    }
  }

  /// Smoothed by a Gaussian of a deviation in seconds; ends repeat.
  func smoothed(_ deviation: Double) -> [Float] { smoothed(values, deviation) }

  /// The same of any series of this rate.
  func smoothed(_ values: [Float], _ deviation: Double) -> [Float] {
    let reach = max(1, Int(3 * deviation * rate))
    let weights = (-reach...reach).map { Float.exp(-0.5 * Float(Double($0) / rate / deviation).squared) }
    let total = weights.reduce(0, +)
    return values.indices.map { index in
      var sum: Float = 0
      for (offset, weight) in weights.enumerated() {
        sum += weight * values[max(0, min(values.count - 1, index + offset - reach))]
      }
      return sum / total
    }
  }

  /// The mean way of the key-points known at both times.
  private static func distance(_ a: Pose, _ b: Pose) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for point in 0..<KeyPoint.count {
      let length = (b.points[point] - a.points[point]).length
      guard length.isFinite else { continue }
      sum += length
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}

extension Float {
  fileprivate var squared: Float { self * self }
}
