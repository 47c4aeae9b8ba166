import Kinesphere
import KinesphereData

/// Fits the pieces and radii of ``NearestBone`` to synthetic people, whose parts the renderer knows.
///
/// Maximises the mean overlap of the 18 parts by pattern search: every number of a piece, both sides together, is moved up and down by
/// its step and stays where that helps; where nothing helps any more, steps are halved (Hooke, Jeeves 1961,
/// doi:10.1145/321062.321069, without pattern moves). Deterministic. A round looks at every crop 66 times, 0.3 ms each.
public struct BoneFit {
  public struct Configuration: Sendable, Equatable {
    /// People, a crop each. Those that are measured come from another seed, so they are others.
    public var people = 600
    public var seed: UInt64 = 71
    public var measuredPeople = 240
    public var measuredSeed: UInt64 = 303
    /// First and last step of ends, as shares of a bone; radii move by a quarter of it, in metres.
    public var firstStep: Float = 0.08
    public var lastStep: Float = 0.01
    public var threads = 1

    public init() {}
  }

  /// A crop with its truth.
  private struct Sample: Sendable {
    let crop, points: [Float]
    let parts: [UInt8]
    let centre: SIMD3<Float>
  }

  private let configuration: Configuration
  private let samples: [Sample]
  private let measured: [Sample]

  /// Makes the people, with key-points of the skeleton asked for.
  public init(_ configuration: Configuration, skeleton: NetworkWeights.Skeleton) {
    self.configuration = configuration
    samples = Self.samples(configuration.people, seed: configuration.seed, skeleton)
    measured = Self.samples(configuration.measuredPeople, seed: configuration.measuredSeed, skeleton)
  }

  private static func samples(
    _ count: Int, seed: UInt64, _ skeleton: NetworkWeights.Skeleton
  ) -> [Sample] {
    var supply = SyntheticCrops(seed: seed)
    var visible = [Float](repeating: 0, count: KeyPoint.count)
    var crop = [Float](repeating: 0, count: SyntheticCrops.cropCount)
    var points = [Float](repeating: 0, count: SyntheticCrops.targetCount)
    var parts = [UInt8](repeating: 0, count: SyntheticCrops.cropCount)
    return (0..<count).map { index in
      // A person shows several poses; the first is taken.
      let number = index * supply.configuration.posesPerPerson
      do {
        var cropSpan = crop.mutableSpan
        var pointSpan = points.mutableSpan
        var seenSpan = visible.mutableSpan
        supply.fill(number, crop: &cropSpan, target: &pointSpan, visible: &seenSpan)
      }
      var partSpan = parts.mutableSpan
      supply.fillParts(where: crop.span, into: &partSpan)
      let known = skeleton == .kinect ? inKinectsConvention(points) : points
      return Sample(crop: crop, points: known, parts: parts, centre: supply.centre)
    }
  }

  private static func inKinectsConvention(_ points: [Float]) -> [Float] {
    let places = (0..<KeyPoint.count).map { SIMD3(points[3 * $0], points[3 * $0 + 1], points[3 * $0 + 2]) }
    let moved = KinectConvention.pose(from: Pose(points: places), isMirrored: true)
    return (0..<SyntheticCrops.targetCount).map { moved.points[$0 / 3][$0 % 3] }
  }

  /// Overlap of every part with the renderer's on the people that nothing was fitted to, in ``BodyPart`` order.
  public func overlaps(of rule: NearestBone) throws -> [Double] { try overlaps(of: rule, on: measured) }

  /// The mean of them on the people that are fitted to.
  public func fitted(_ rule: NearestBone) throws -> Double {
    try overlaps(of: rule, on: samples).reduce(0, +) / 18
  }

  /// All pixels of the body together.
  private func overlaps(of rule: NearestBone, on samples: [Sample]) throws -> [Double] {
    let classes = PartLabels.count
    let all = try OrderedWork.map(
      samples.count, threads: configuration.threads, progress: { _ in }
    ) { index in
      let sample = samples[index]
      var counts = [Int](repeating: 0, count: classes * 3)
      var labels = [UInt8](repeating: 0, count: sample.crop.count)
      var span = labels.mutableSpan
      rule.label(sample.crop.span, points: sample.points.span, centre: sample.centre, into: &span)
      for cell in labels.indices where sample.parts[cell] != PartLabels.background {
        let (said, truth) = (Int(labels[cell]), Int(sample.parts[cell]))
        counts[said] += 1
        counts[classes + truth] += 1
        if said == truth { counts[2 * classes + said] += 1 }
      }
      return counts
    }
    return (0..<classes - 1).map { part in
      let (said, truth, both) = (
        all.reduce(0) { $0 + $1[part] }, all.reduce(0) { $0 + $1[classes + part] },
        all.reduce(0) { $0 + $1[2 * classes + part] }
      )
      return Double(both) / Double(max(1, said + truth - both))
    }
  }

  /// The rule that fits best, from `start` on; `progress` is told the step and the mean overlap after every round.
  public func fit(_ start: NearestBone, progress: (Float, Double) -> Void = { _, _ in }) throws -> NearestBone
  {
    var bones = start.bones
    var best = try fitted(start)
    var step = configuration.firstStep
    while step >= configuration.lastStep * 0.99 {
      let before = best
      // The other side moves along, so one of two suffices.
      for index in bones.indices where bones[index].part.rawValue <= bones[index].part.mirrored.rawValue {
        for number in [\NearestBone.Bone.start, \.end, \.radius] {
          let size = number == \.radius ? step / 4 : step
          for change in [size, -size] {
            let tried = Self.moved(bones, index, number, by: change)
            let overlap = try fitted(NearestBone(tried))
            if overlap > best {
              (bones, best) = (tried, overlap)
              break
            }
          }
        }
      }
      progress(step, best)
      if best - before < 2e-4 { step /= 2 }
    }
    return NearestBone(bones)
  }

  /// Both sides' numbers, moved; a radius stays positive.
  private static func moved(
    _ bones: [NearestBone.Bone], _ index: Int, _ number: WritableKeyPath<NearestBone.Bone, Float>,
    by change: Float
  ) -> [NearestBone.Bone] {
    var moved = bones
    let part = bones[index].part
    for other in bones.indices where bones[other].part == part || bones[other].part == part.mirrored {
      // A bone from one side to the other stays in the middle: what one end gains the other loses.
      if bones[other].from.mirrored == bones[other].to, number != \.radius {
        let start = bones[other].start + (number == \.start ? change : -change)
        moved[other].start = (min(0.5, start) * 10_000).rounded() / 10_000
        moved[other].end = 1 - moved[other].start
        continue
      }
      let value = moved[other][keyPath: number] + change
      // Ten-thousandths, so that what is printed is what was fitted.
      moved[other][keyPath: number] =
        (max(number == \.radius ? 0.002 : -1, value) * 10_000).rounded() / 10_000
    }
    return moved
  }
}
