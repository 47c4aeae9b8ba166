import CAllocationCount
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereExport

struct RigFitTests {
  /// A body of constant bones whose shoulders move and whose hips are rigid: only what the rig lacks is left.
  @Test(arguments: [12, 13, 14] as [UInt64])
  func aRigMeasuredOnTrueKeyPointsIsSomeMillimetresFromThem(seed: UInt64) {
    let sequence = SyntheticSequence(seed: seed)
    let export = MotionExport(
      sequence.truth(), isMirrored: sequence.camera.isMirrored, name: "truth", rate: 30)
    #expect(export.fit.mean < 6, "\(export.fit.mean) mm, 95 %: \(export.fit.percentile95) mm")
    #expect(export.fit.filledPoints == 0 && export.fit.framesHeld == 0)
    print(
      "rig fit, true key-points of seed \(seed): \(export.fit.mean) mm, 95 %: \(export.fit.percentile95) mm")
  }

  @Test func aLiveEstimateComesToTheMeasuredLengthsInTenSeconds() {
    let sequence = SyntheticSequence(seed: 12)
    let truth = sequence.truth()
    let measured = Rig(measuring: truth, isMirrored: sequence.camera.isMirrored)
    var estimate = RigEstimate()
    for frame in 0..<300 { estimate.learn(truth.poses[frame % truth.count]) }
    for bone in Bone.allCases where bone != .hips {
      let share = estimate.rig.length(bone) / measured.length(bone)
      #expect((share - 1).magnitude < 0.05, "\(bone): \(share)")
    }
    let before = estimate.rig.length(.leftShank)
    estimate.learn(Pose())
    #expect(estimate.rig.length(.leftShank) == before)
  }

  @Test(.enabled(if: ks_counts_allocations()))
  func solvingKeepsNoMemory() {
    let sequence = SyntheticSequence(seed: 12)
    let truth = sequence.truth()
    var solver = RigSolver(rig: .standard, isMirrored: true)
    var estimate = RigEstimate()
    var last = solver.solve(truth.poses[0]).joints(of: .standard)
    estimate.learn(truth.poses[0])
    let kept = ks_bytes_in_use()
    for frame in 1..<50 {
      let solved = solver.solve(truth.poses[frame])
      estimate.learn(truth.poses[frame])
      last = solved.joints(of: estimate.rig)
    }
    #expect(ks_bytes_in_use() <= kept)
    #expect(last[0].isKnown)
  }
}
