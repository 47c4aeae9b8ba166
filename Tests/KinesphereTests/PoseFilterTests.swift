import Kinesphere
import KinesphereData
import Testing

@Suite struct PoseFilterTests {
  private static let step = 1.0 / 30

  private func pose(_ place: SIMD3<Float>, confidence: Float = 1) -> Pose {
    Pose(points: [SIMD3<Float>](repeating: place, count: 18), confidence: confidence)
  }

  @Test func whatRestsStaysWhereItIs() {
    var filter = PoseFilter()
    for frame in 0..<50 {
      #expect(filter.filter(pose(SIMD3(1, 2, 3)), at: Double(frame) * Self.step)[.head] == SIMD3(1, 2, 3))
    }
  }

  @Test func aSteadyMoveComesOutLateByTheLowPassesDelay() {
    // At speed v the cutoff settles at f = minimum + slope v; then the lag is (1 - a) / a intervals,
    // a = 1 / (1 + rate / 2 pi f): that is 1 / 2 pi f.
    let configuration = PoseFilter.Configuration()
    for speed in [Float(0.2), 1, 3] {
      var filter = PoseFilter(configuration: configuration)
      var cost = FilterCost()
      var last = Pose()
      for frame in 0..<300 {
        let time = Double(frame) * Self.step
        let raw = pose(SIMD3(0, speed * Float(time), 2))
        last = filter.filter(raw, at: time)
        // The start is no steady move.
        if frame > 200 { cost.add(raw: raw, filtered: last, at: time) }
      }
      // The speed is measured from the last filtered place, which is late itself: v (1 + lag / interval).
      var lag: Float = 0
      for _ in 0..<100 {
        let speed = speed * (1 + lag / Float(Self.step))
        lag = 1 / (2 * Float.pi * (configuration.minimumCutoff + configuration.slope * speed))
      }
      let measured = (speed * Float(299 * Self.step) - last[.head].y) / speed
      #expect(abs(measured - lag) < 0.03 * lag, "\(measured) s, not \(lag) s at \(speed) m/s")
      #expect(abs(Float(cost.lag ?? 0) / 1000 - lag) < 0.05 * lag, "as FilterCost measures it")
    }
  }

  @Test func jitterIsTheDeviationOfWhiteNoise() throws {
    var generator = SeededGenerator(seed: 4)
    var cost = FilterCost()
    for frame in 0..<4_000 {
      var raw = pose(.zero)
      for point in 0..<18 {
        raw.points[point] = SIMD3(
          generator.normal(0, 0.01), generator.normal(0, 0.01), generator.normal(0, 0.01))
      }
      cost.add(raw: raw, filtered: pose(.zero), at: Double(frame) * Self.step)
    }
    #expect(abs(try #require(cost.rawJitter) - 10) < 0.2)
    #expect(cost.filteredJitter == 0)
  }

  @Test func littleConfidenceIsCalmer() {
    func shake(_ confidence: Float) -> Float {
      var generator = SeededGenerator(seed: 5)
      var filter = PoseFilter()
      var sum: Float = 0
      for frame in 0..<600 {
        let seen = pose(SIMD3(generator.normal(0, 0.005), 0, 2), confidence: confidence)
        let place = filter.filter(seen, at: Double(frame) * Self.step)[.head]
        if frame > 60 { sum += place.x * place.x }
      }
      return sum
    }
    #expect(shake(0.5) < 0.9 * shake(1))
    #expect(shake(0) == shake(0.5), "the least share is a half")
  }

  @Test func theUnknownStaysUnknownAndComesBackAnew() {
    var filter = PoseFilter()
    for frame in 0..<10 { _ = filter.filter(pose(.zero), at: Double(frame) * Self.step) }
    var gone = pose(.zero)
    gone[.leftFoot] = SIMD3(repeating: .nan)
    for frame in 10..<40 {
      let result = filter.filter(gone, at: Double(frame) * Self.step)
      #expect(result[.leftFoot].x.isNaN && result[.head] == .zero)
    }
    let back = filter.filter(pose(SIMD3(1, 0, 0)), at: 40 * Self.step)
    #expect(back[.leftFoot] == SIMD3(1, 0, 0), "after a second there is nothing to smooth with")
    #expect(back[.head].x < 1, "the head was there all the time")
  }

  @Test func theDefaultsCalmTheTrackerWithoutMakingItWorse() throws {
    let network = try NetworkWeights.embedded().makePoseNetwork()
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = 90
    configuration.mostFrames = 90
    configuration.fullTurnShare = 0
    let sequence = SyntheticSequence(seed: 41, configuration: configuration)
    let (recording, truth) = (SyntheticRecording(sequence, name: "dance"), sequence.truth())
    var tracker = PoseTracker(
      network: network, camera: sequence.camera, detector: .segmented(width: 320, height: 240))
    var (filter, cost, frame) = (PoseFilter(), FilterCost(), recording.makeFrame())
    var (before, after) = (Float(0), Float(0))
    var index = 0
    while try recording.read(into: &frame) == .frame {
      let tracked = try tracker.poses(in: frame)
      let smooth = filter.filter(tracked.pose, at: tracked.time)
      cost.add(raw: tracked.pose, filtered: smooth, at: tracked.time)
      for point in 0..<18 where tracked.status == .ok {
        let miss = (tracked.pose.points[point] - truth.poses[index].points[point])
        let smoothMiss = (smooth.points[point] - truth.poses[index].points[point])
        before += (miss * miss).sum().squareRoot()
        after += (smoothMiss * smoothMiss).sum().squareRoot()
      }
      index += 1
    }
    let (raw, calm, lag) = (cost.rawJitter ?? 0, cost.filteredJitter ?? .infinity, cost.lag ?? .infinity)
    #expect(calm < 0.75 * raw && lag < 25, "\(raw) mm to \(calm) mm, \(lag) ms later")
    #expect(after < 1.02 * before, "\(after / before) of the error")
  }
}
