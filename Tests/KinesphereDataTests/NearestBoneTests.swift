import Kinesphere
import KinesphereData
import Testing

@Suite struct NearestBoneTests {
  private struct Sample {
    let crop, points: [Float]
    let parts: [UInt8]
    let centre: SIMD3<Float>
  }

  private func samples(_ count: Int, seed: UInt64) -> [Sample] {
    var supply = SyntheticCrops(seed: seed)
    var visible = [Float](repeating: 0, count: KeyPoint.count)
    return (0..<count).map { index in
      var crop = [Float](repeating: 0, count: SyntheticCrops.cropCount)
      var points = [Float](repeating: 0, count: SyntheticCrops.targetCount)
      var parts = [UInt8](repeating: 0, count: SyntheticCrops.cropCount)
      do {
        var cropSpan = crop.mutableSpan
        var pointSpan = points.mutableSpan
        var seenSpan = visible.mutableSpan
        supply.fill(index * 4, crop: &cropSpan, target: &pointSpan, visible: &seenSpan)
      }
      var partSpan = parts.mutableSpan
      supply.fillParts(where: crop.span, into: &partSpan)
      return Sample(crop: crop, points: points, parts: parts, centre: supply.centre)
    }
  }

  private func labels(
    _ rule: NearestBone, _ crop: [Float], _ points: [Float], centre: SIMD3<Float> = SIMD3(0, 0, 3)
  ) -> [UInt8] {
    var labels = [UInt8](repeating: 0, count: crop.count)
    var span = labels.mutableSpan
    rule.label(crop.span, points: points.span, centre: centre, into: &span)
    return labels
  }

  private func inKinectsConvention(_ points: [Float]) -> [Float] {
    let pose = Pose(points: (0..<18).map { SIMD3(points[3 * $0], points[3 * $0 + 1], points[3 * $0 + 2]) })
    let moved = KinectConvention.pose(from: pose, isMirrored: true)
    return (0..<54).map { moved.points[$0 / 3][$0 % 3] }
  }

  /// Both rules agree with the renderer about as well on new people as the documentation says (0.795 and 0.778).
  @Test(arguments: [false, true])
  func theNearestBoneIsMostlyTheTruePart(isKinect: Bool) {
    var (both, said, known) = (
      [Int](repeating: 0, count: 19), [Int](repeating: 0, count: 19), [Int](repeating: 0, count: 19)
    )
    for sample in samples(60, seed: 303) {
      let points = isKinect ? inKinectsConvention(sample.points) : sample.points
      let found = labels(isKinect ? .kinect : .anatomical, sample.crop, points, centre: sample.centre)
      for cell in found.indices where sample.parts[cell] != PartLabels.background {
        said[Int(found[cell])] += 1
        known[Int(sample.parts[cell])] += 1
        if found[cell] == sample.parts[cell] { both[Int(found[cell])] += 1 }
      }
    }
    let overlaps = (0..<18).map { Double(both[$0]) / Double(max(1, said[$0] + known[$0] - both[$0])) }
    #expect(overlaps.reduce(0, +) / 18 > 0.75)
    #expect(overlaps.allSatisfy { $0 > 0.25 })
  }

  @Test func aFlippedCropHasTheOtherSidesParts() {
    for sample in samples(4, seed: 5) {
      var crop = sample.crop, points = sample.points
      for row in 0..<72 {
        for column in 0..<72 { crop[row * 72 + column] = sample.crop[row * 72 + 71 - column] }
      }
      for point in KeyPoint.allCases {
        for axis in 0..<3 {
          points[point.rawValue * 3 + axis] =
            sample.points[point.mirrored.rawValue * 3 + axis] * (axis == 0 ? -1 : 1)
        }
      }
      let (plain, flipped) = (
        labels(.anatomical, sample.crop, sample.points), labels(.anatomical, crop, points)
      )
      let different = (0..<5184).filter {
        flipped[$0] != PartLabels.mirrored(plain[$0 / 72 * 72 + 71 - $0 % 72])
      }
      // Where two bones are equally near, rounding decides.
      #expect(different.count < 10)
    }
  }

  @Test func bonesWithoutKeyPointsTakePartInNothing() {
    let sample = samples(1, seed: 6)[0]
    var points = sample.points
    for axis in 0..<3 { points[KeyPoint.leftWrist.rawValue * 3 + axis] = .nan }
    let some = labels(.anatomical, sample.crop, points)
    #expect(!some.contains(BodyPart.leftForearm.rawValue) && !some.contains(BodyPart.leftHand.rawValue))
    #expect(some.contains(BodyPart.head.rawValue))
    let none = labels(.anatomical, sample.crop, [Float](repeating: .nan, count: 54))
    for cell in none.indices {
      #expect(none[cell] == (sample.crop[cell] < 1 ? PartLabels.ignored : PartLabels.background))
    }
  }

  @Test func aPartsNameIsThatOfItsFile() {
    #expect(PartLabels.names[5] == "left_upper_arm" && PartLabels.names.count == PartLabels.count)
    #expect(Set(PartLabels.names).count == PartLabels.count)
    for part in BodyPart.allCases { #expect(part.mirrored.mirrored == part) }
    #expect(BodyPart.leftFoot.mirrored == .rightFoot && BodyPart.chest.mirrored == .chest)
  }

  /// A ball at a joint, seen from the side of the picture: the ray, not the crop's cell, says where a reading lies.
  @Test func aReadingLiesOnItsRay() {
    let centre = SIMD3<Float>(0.6, 0.3, 2.5)
    let size = DepthCrop.size
    var points = [Float](repeating: .nan, count: 54)
    // Two upright bones 24 cm apart, half a metre nearer than the crop's centre.
    for (shoulder, elbow, x) in [
      (KeyPoint.leftShoulder, KeyPoint.leftElbow, Float(-0.12)), (.rightShoulder, .rightElbow, 0.12),
    ] {
      for (point, y) in [(shoulder, Float(0.3)), (elbow, -0.3)] {
        points.replaceSubrange(point.rawValue * 3..<point.rawValue * 3 + 3, with: [x, y, -0.5])
      }
    }
    var labels = [UInt8](repeating: 0, count: size * size)
    let crop = [Float](repeating: -0.5 / DepthCrop.halfSize, count: size * size)
    var span = labels.mutableSpan
    NearestBone.anatomical.label(crop.span, points: points.span, centre: centre, into: &span)
    // The plane between them, x = 0, z = -0.5, lies on the ray of the cell at (0 + 0.6) / 0.8 - 0.6 = 0.15 m.
    let border = Int((0.15 / DepthCrop.halfSize + 1) / 2 * Float(size))
    let row = size / 2 * size
    #expect(labels[row + border - 2] == BodyPart.leftUpperArm.rawValue)
    #expect(labels[row + border + 2] == BodyPart.rightUpperArm.rawValue)
  }
}
