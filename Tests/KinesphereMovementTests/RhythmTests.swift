import Foundation
import Kinesphere
import KinesphereMovement
import Testing

@Suite struct RhythmTests {
  /// Arms that go up on one beat and down on the next, arriving on it.
  private func dance(tempo: Double, offset: Double = 0, seconds: Double = 30) -> Motion {
    StickDancer.dance(seconds: seconds) { dancer, time in
      let beat = max(0, (Double(time) - offset) * tempo / 60)
      let way = Float(beat - beat.rounded(.down))
      let eased = way * way * (3 - 2 * way)
      dancer.both.arm = 20 + 80 * (Int(beat) % 2 == 0 ? eased : 1 - eased)
    }
  }

  @Test(arguments: [84.0, 96, 110, 126]) func theTempoOfASteadyDanceIsFound(tempo: Double) throws {
    let rhythm = try #require(Rhythm.estimate(MotionEnergy(dance(tempo: tempo, offset: 0.3))))
    #expect(abs(rhythm.beats.tempo / tempo - 1) < 0.02, "\(rhythm.beats.tempo)")
    #expect(rhythm.confidence > 0.5)
    #expect(rhythm.source == .estimated)
  }

  @Test func theBeatsLieWhereTheBodyArrives() throws {
    let rhythm = try #require(Rhythm.estimate(MotionEnergy(dance(tempo: 100, offset: 0.25))))
    let shift = (rhythm.beats.offset - 0.25) / 0.6
    let off = abs(shift - shift.rounded()) * 0.6
    #expect(off < 0.2, "off by \(off) s of 0.6")
  }

  @Test func whoStandsStillHasNoBeat() {
    #expect(Rhythm.estimate(MotionEnergy(StickDancer.dance(seconds: 20) { _, _ in })) == nil)
    #expect(Rhythm.estimate(MotionEnergy(Motion())) == nil)
    #expect(Rhythm.estimate(MotionEnergy(dance(tempo: 100, seconds: 2))) == nil)
  }

  @Test func aSecondIsTheSameDistanceAtEveryTempo() {
    let grid = BeatGrid(tempo: 120, offset: 1)
    #expect(grid.beat(at: 1) == 0 && grid.beat(at: 1.49) == 0 && grid.beat(at: 1.5) == 1)
    #expect(grid.beat(at: 0.9) == -1)
    #expect(grid.time(of: 4) == 3)
  }

  @Test func energyIsSpeedInBodyLengths() {
    // The whole body glides a metre a second; trunk 0.49, thigh 0.42, shank 0.4: 1.3 m.
    var motion = StickDancer.dance(seconds: 4) { _, _ in }
    for index in motion.poses.indices {
      for point in KeyPoint.allCases { motion.poses[index][point].x += Float(index) / 30 }
    }
    let energy = MotionEnergy(motion)
    #expect(energy.values.count == 121)
    #expect(energy.values.allSatisfy { abs($0 - 1 / 1.315) < 0.02 })
  }

  @Test func phrasesEndWhereTheDancerRests() {
    let motion = StickDancer.dance(seconds: 24) { dancer, time in
      let isResting = time.truncatingRemainder(dividingBy: 8) > 6.5
      dancer.both.arm = isResting ? 20 : 60 - 40 * cos(2 * .pi * time)
      if isResting { dancer.both.arm = 20 }
    }
    let phrases = Phrases.find(MotionEnergy(motion))
    #expect(phrases.map(\.boundary).dropLast() == [.rest, .rest])
    let ends = phrases.map(\.end)
    #expect(abs(ends[0] - 7.25) < 0.3 && abs(ends[1] - 15.25) < 0.3)
    #expect(zip(phrases, phrases.dropFirst()).allSatisfy { $0.end == $1.start })
  }

  @Test func evenMovementIsOnePhrase() {
    #expect(Phrases.find(MotionEnergy(dance(tempo: 100))).count == 1)
    #expect(Phrases.find(MotionEnergy(Motion())).isEmpty)
  }
}
