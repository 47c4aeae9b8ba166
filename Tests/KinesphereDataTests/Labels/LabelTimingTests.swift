import Kinesphere
import KinesphereData
import Testing

struct LabelTimingTests {
  /// A head that goes 10 cm to the right a frame.
  private static func motion(_ frames: Int = 6) -> Motion {
    var motion = Motion()
    for frame in 0..<frames {
      var pose = Pose()
      pose[.head] = SIMD3(Float(frame) / 10, 1, 2)
      pose.confidence[KeyPoint.head.rawValue] = frame == 3 ? 0.5 : 1
      motion.append(pose, at: Double(frame) / 30)
    }
    return motion
  }

  @Test(arguments: [-1.6, -0.25, 0, 0.6, 2])
  func posesLieBetweenTheirNeighboursAndAreHeldAtTheEnds(shift: Double) {
    let motion = Self.motion()
    let moved = motion.shifted(byFrames: shift)
    #expect(moved.times == motion.times)
    for (frame, pose) in moved.poses.enumerated() {
      let expected = Float(min(max(Double(frame) + shift, 0), 5) / 10)
      #expect(abs(pose[.head].x - expected) < 1e-6, "frame \(frame)")
      #expect(pose[.head].y == 1 && pose[.head].z == 2)
    }
  }

  @Test func aMissingNeighbourMakesAKeyPointMissingAndTheLesserConfidenceCounts() {
    var motion = Self.motion()
    motion.poses[4][.head] = SIMD3(repeating: .nan)
    let moved = motion.shifted(byFrames: 0.5)
    #expect(moved.poses[2].confidence[KeyPoint.head.rawValue] == 0.5)
    #expect(moved.poses[3][.head].x.isNaN && moved.poses[4][.head].x.isNaN)
    #expect(!moved.poses[2][.head].x.isNaN && !moved.poses[5][.head].x.isNaN)
    #expect(Motion().shifted(byFrames: 1).count == 0)
  }

  @Test func onlyRealDataSetsAreMovedAndOnlyWhereAskedFor() {
    #expect(LabelTiming.aligned.shift(of: .utdMHAD) == -1.6)
    #expect(LabelTiming.aligned.shift(of: .msrAction3D) == 0.6)
    #expect(LabelTiming.aligned.shift(of: .synthetic) == 0)
    #expect(LabelTiming.asRecorded.shift(of: .utdMHAD) == 0)
  }
}
