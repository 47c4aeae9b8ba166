import Kinesphere
import Testing

@testable import KinesphereStudio

struct AlignmentTests {
  @Test func aMotionIsAlignedWithItselfFrameByFrame() throws {
    let motion = MadeUp.raise()
    let alignment = try #require(Alignment(motion, motion))
    #expect(alignment.first == motion.times && alignment.second == motion.times)
    #expect(alignment.meanDistance < 1e-6)
  }

  @Test func aSlowerMotionIsFollowedAtItsPace() throws {
    let (fast, slow) = (MadeUp.raise(), MadeUp.raise(stretch: 2))
    let alignment = try #require(Alignment(fast, slow))
    for (one, other) in zip(alignment.first, alignment.second) {
      #expect(abs(other - 2 * one) < 0.1, "\(one) s belongs to \(2 * one) s, not \(other) s")
    }
  }

  @Test func neitherPlaceNorStatureMatters() throws {
    let (here, there) = (MadeUp.raise(), MadeUp.raise(at: SIMD3(1, 0.2, 4), size: 1.3))
    let alignment = try #require(Alignment(here, there))
    #expect(alignment.meanDistance < 1e-4)
    #expect(alignment.second == there.times)
  }

  @Test func theWayNeverRunsBackwardsAndLeadsFromEndToEnd() throws {
    let (one, other) = (MadeUp.raise(stretch: 1.7), MadeUp.raise(frames: 45))
    let alignment = try #require(Alignment(one, other))
    for times in [alignment.first, alignment.second] {
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }
    #expect(alignment.first.first == 0 && alignment.second.first == 0)
    #expect(alignment.first.last == one.times.last && alignment.second.last == other.times.last)
  }

  @Test func aLongMotionIsThinned() throws {
    let long = MadeUp.raise(frames: 5_000)
    let alignment = try #require(Alignment(long, MadeUp.raise()))
    #expect(alignment.first.count <= Alignment.mostFrames + 60)
  }

  @Test func emptyMotionsAreNotAligned() {
    #expect(Alignment(Motion(), MadeUp.raise()) == nil)
    let unknown = Motion(times: [0, 1], poses: [Pose(), Pose()])
    #expect(Alignment(MadeUp.raise(), unknown) == nil)
  }

  @Test func phrasesLieBetweenRests() throws {
    var motion = Motion()
    for index in 0..<240 {
      let time = Double(index) / 30
      // Moves from 1 to 3 s and from 5 to 7 s.
      let moved = Float(min(max(time - 1, 0), 2) + min(max(time - 5, 0), 2))
      motion.append(MadeUp.pose(arm: moved, at: SIMD3(moved, 0, 3)), at: time)
    }
    let phrases = MovementPhrase.phrases(of: motion)
    try #require(phrases.count == 2)
    for (phrase, span) in zip(phrases, [(1.0, 3.0), (5.0, 7.0)]) {
      #expect(abs(phrase.start - span.0) < 0.15 && abs(phrase.end - span.1) < 0.15)
    }
    #expect(MovementPhrase.phrases(of: Motion()).isEmpty)
  }

  @Test func aStillDancerHasNoPhrase() {
    var motion = Motion()
    for index in 0..<60 { motion.append(MadeUp.pose(), at: Double(index) / 30) }
    #expect(MovementPhrase.phrases(of: motion).isEmpty)
  }
}
