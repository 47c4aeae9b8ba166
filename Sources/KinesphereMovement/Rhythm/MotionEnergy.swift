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

/// A dancer's size, from the bones.
enum BodySize {
  /// Median over the frames of trunk (pelvis to neck), thigh and shank, metres; 1 where nothing is known.
  static func length(_ motion: Motion) -> Float {
    let bones: [(KeyPoint, KeyPoint)] = [
      (.pelvis, .neck), (.leftHip, .leftKnee), (.leftKnee, .leftAnkle), (.rightHip, .rightKnee),
      (.rightKnee, .rightAnkle),
    ]
    let lengths = bones.map { bone -> Float in
      let all = motion.poses.map { ($0[bone.0] - $0[bone.1]).length }.filter(\.isFinite).sorted()
      return all.isEmpty ? .nan : all[all.count / 2]
    }
    let legs = [lengths[1], lengths[2], lengths[3], lengths[4]].filter(\.isFinite)
    let trunk = lengths[0].isFinite ? lengths[0] : 0
    let size = trunk + (legs.isEmpty ? 0 : 2 * legs.reduce(0, +) / Float(legs.count))
    return size > 0.05 ? size : 1
  }
}

extension Motion {
  /// The pose at a time, straight between two; held at both ends. The motion must hold one.
  func sample(at time: Double) -> Pose {
    precondition(count > 0, "a motion that is sampled holds a pose")
    var (low, high) = (0, count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle } else { high = middle }
    }
    let span = times[high] - times[low]
    guard span > 0 else { return poses[low] }
    let share = Float(max(0, min(1, (time - times[low]) / span)))
    var pose = poses[low]
    for point in 0..<KeyPoint.count {
      pose.points[point] += (poses[high].points[point] - pose.points[point]) * share
      pose.confidence[point] = min(pose.confidence[point], poses[high].confidence[point])
    }
    return pose
  }
}
