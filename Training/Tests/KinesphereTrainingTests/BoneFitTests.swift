import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereTraining

@Suite struct BoneFitTests {
  private var few: BoneFit.Configuration {
    var few = BoneFit.Configuration()
    (few.people, few.measuredPeople, few.firstStep, few.lastStep) = (6, 6, 0.04, 0.04)
    return few
  }

  @Test(arguments: [NetworkWeights.Skeleton.anatomical, .kinect])
  func aFitIsBetterOnItsPeopleAndTheSameOnBothSides(skeleton: NetworkWeights.Skeleton) throws {
    let fit = BoneFit(few, skeleton: skeleton)
    let start = BoneFit.start(skeleton)
    let fitted = try fit.fit(start)
    #expect(try fit.fitted(fitted) > fit.fitted(start))
    #expect(try BoneFit(few, skeleton: skeleton).fit(start).bones == fitted.bones)
    #expect(fitted.bones.map(\.part) == start.bones.map(\.part))
    for bone in fitted.bones {
      let other = try #require(fitted.bones.first { $0.part == bone.part.mirrored })
      #expect((other.start, other.end, other.radius) == (bone.start, bone.end, bone.radius))
      #expect(bone.radius > 0)
      if bone.part == .pelvis { #expect(abs(bone.start + bone.end - 1) < 1e-5) }
    }
  }

  /// What is measured are other people than those fitted to.
  @Test func theMeasuredPeopleFollowTheirOwnSeed() throws {
    var other = few
    other.seed = 5
    let rule = NearestBone.anatomical
    let (one, two) = (BoneFit(few, skeleton: .anatomical), BoneFit(other, skeleton: .anatomical))
    #expect(try one.overlaps(of: rule) == two.overlaps(of: rule))
    #expect(try one.fitted(rule) != two.fitted(rule))
    #expect(try one.overlaps(of: rule).count == 18)
    #expect(try one.overlaps(of: rule).reduce(0, +) / 18 > 0.6)
  }
}
