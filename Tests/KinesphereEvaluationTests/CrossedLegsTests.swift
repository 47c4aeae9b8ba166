import Kinesphere
import Testing

@testable import KinesphereEvaluation

struct CrossedLegsTests {
  /// Hips 30 cm apart along an axis; knees and ankles so far apart along it.
  private static func pose(knees: Float, ankles: Float, axis: SIMD3<Float> = [1, 0, 0]) -> Pose {
    var pose = Pose()
    for (left, right, apart) in [
      (KeyPoint.leftHip, KeyPoint.rightHip, Float(0.3)), (.leftKnee, .rightKnee, knees),
      (.leftAnkle, .rightAnkle, ankles),
    ] {
      pose[left] = axis * (-apart / 2)
      pose[right] = axis * (apart / 2)
    }
    return pose
  }

  @Test func kneesAndAnklesBothBeyondEachOtherAreCrossedWhicheverWayThePersonFaces() {
    for axis in [SIMD3<Float>(1, 0, 0), [-1, 0, 0], [0, 0, 1]] {
      #expect(CrossedLegs.areCrossed(Self.pose(knees: -0.2, ankles: -0.3, axis: axis)) == true)
      #expect(CrossedLegs.areCrossed(Self.pose(knees: 0.2, ankles: 0.3, axis: axis)) == false)
    }
    #expect(CrossedLegs.areCrossed(Self.pose(knees: -0.2, ankles: 0.1)) == false, "a step across")
    #expect(CrossedLegs.areCrossed(Self.pose(knees: -0.09, ankles: -0.3)) == false)
  }

  @Test func sharesAreBySubjectAndOfWholeLegs() {
    var torn = Self.pose(knees: -0.2, ankles: -0.3)
    torn[.leftKnee] = SIMD3(repeating: .nan)
    let (crossed, plain) = (Self.pose(knees: -0.2, ankles: -0.3), Self.pose(knees: 0.2, ankles: 0.3))
    let shares = CrossedLegs.shares([(crossed, 2), (plain, 2), (torn, 2), (plain, 4), (torn, 6)])
    #expect(shares == [2: 0.5, 4: 0])
    let pairs = [crossed, plain, torn].map { PosePairs.Pair(predicted: plain, label: $0, subject: 2) }
    #expect(
      PosePairs(pairs).withoutCrossedLegs()?.pairs.count == 2, "a torn label is not known to be crossed")
    #expect(PosePairs([pairs[1]]).withoutCrossedLegs() == nil)
  }
}
