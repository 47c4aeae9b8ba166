import KinesphereData
import RealModule
import Testing
import _KinesphereTestSupport

@testable import Kinesphere

/// A pose that stands still: pelvis at 1 m, shoulders level, legs straight down; then changed by `change`.
private func pose(_ change: (inout Pose) -> Void = { _ in }) -> Pose {
  var pose = Pose(points: KeyPoint.allCases.map { SIMD3(0, 1 - Float($0.rawValue) * 0.01, 2.5) })
  for (side, x) in [(KeyPoint.leftShoulder.rawValue, Float(-0.2)), (KeyPoint.rightShoulder.rawValue, 0.2)] {
    for (offset, y) in zip(0..., [1.5, 1.25, 1, 1, 0.55, 0.1, 0.05] as [Float]) {
      pose.points[side + offset] = SIMD3(x, y, 2.5)
    }
  }
  pose[.pelvis] = SIMD3(0, 1, 2.5)
  change(&pose)
  return pose
}

@Suite struct ExactMotionChannelsTests {
  @Test(arguments: [0, 30, 90, 140] as [Float])
  func aLimbSwingIsTheAngleBetweenThighAndShank(degrees: Float) {
    let angle = degrees * .pi / 180
    var channels = MotionChannels()
    let values = channels.update(
      pose { $0[.leftAnkle] = $0[.leftKnee] + SIMD3(0, -0.45 * .cos(angle), 0.45 * .sin(angle)) }, at: 0)
    #expect(abs(values[0] - angle) < 1e-4)
    #expect(values[1] < 1e-3)
  }

  @Test func symmetryComparesTheShouldersHeightsAboveThePelvis() {
    var channels = MotionChannels()
    #expect(channels.update(pose(), at: 0)[3] == 0)
    let values = channels.update(pose { $0[.leftShoulder].y = 1.6 }, at: 0.1)
    #expect(abs(values[3] - 0.1 / (0.6 + 0.5 + 0.01)) < 1e-5)
  }

  @Test func aMirroredPoseExchangesTheSides() {
    var (one, other) = (MotionChannels(), MotionChannels())
    let bent = pose {
      $0[.leftAnkle].z += 0.3
      $0[.rightShoulder].y += 0.07
    }
    let (a, b) = (one.update(bent, at: 0), other.update(bent.mirrored, at: 0))
    #expect(a[0] == b[1] && a[1] == b[0] && a[3] == -b[3] && a[0] > 0.3)
  }

  @Test func aConstantVelocityIsReachedAndAGapForgetsIt() {
    var channels = MotionChannels()
    var values = MotionChannels.Values(repeating: 0)
    for index in 0..<30 {
      let shift = SIMD3<Float>(0.6, 0.5, -0.8) * Float(index) / 30
      values = channels.update(pose { for i in 0..<18 { $0.points[i] += shift } }, at: Double(index) / 30)
    }
    #expect(abs(values[5] - 1) < 1e-3 && abs(values[6] - 0.5) < 1e-3)
    values = channels.update(pose(), at: 5)
    #expect(values[5] == 0 && values[6] == 0)
  }

  @Test func whatCannotBeToldKeepsItsValueAndNothingIsEverNaN() {
    var channels = MotionChannels()
    let bent = channels.update(pose { $0[.leftAnkle].z += 0.3 }, at: 0)
    let values = channels.update(pose { $0[.leftAnkle] = SIMD3(repeating: .nan) }, at: 0.1)
    #expect(values[0] == bent[0])
    let none = channels.update(Pose(), at: 0.2)
    for channel in 0..<7 { #expect(none[channel].isFinite) }
  }

  @Test func theGaitPhaseRunsFromStrikeToStrike() {
    var gait = GaitCycle()
    // Ankles part and meet with a period of 0.6 s: strikes at 0.3, 0.9, 1.5 ... s.
    var phases: [(time: Double, phase: Float)] = []
    for index in 0..<300 {
      let time = Double(index) / 60
      let spread = 0.35 - 0.25 * Float.cos(2 * .pi * Float(time / 0.6))
      phases.append((time, gait.update(spread: spread, at: time)))
    }
    for (time, phase) in phases where time > 2 {
      let expected = Float(((time - 0.3) / 0.6).truncatingRemainder(dividingBy: 1))
      let difference = abs(phase - expected)
      // The filter delays by its 50 ms, and a strike is seen when the legs close again.
      #expect(min(difference, 1 - difference) < 0.2)
      #expect((0..<1).contains(phase))
    }
    #expect(gait.update(spread: 0.2, at: 7) == 0, "who stands has no phase")
  }
}

/// Estimates from the noisy silhouette against the exact channels of the true key-points.
@Suite struct EstimatedMotionChannelsTests {
  private struct Agreement {
    let correlation: Double
    let meanError: Double
  }

  /// Of every dance and channel before Kinect, each dance filmed once.
  private static let kinect = Dictionary(
    uniqueKeysWithValues: Dance.allCases.map { ($0, agreements($0, camera: .kinect1, noise: .kinect1)) })

  private func agreement(_ dance: Dance, _ channel: Int) throws -> Agreement {
    try #require(Self.kinect[dance])[channel]
  }

  /// Six seconds of a dance at 30 Hz, channel by channel.
  private static func agreements(_ dance: Dance, camera: Camera, noise: SensorNoise) -> [Agreement] {
    let film = FilmedDance(dance, seconds: 6, camera: camera, noise: noise, seed: 21)
    let exact = MotionChannels.exact(film.truth)
    var channels = MotionChannels(width: camera.width, height: camera.height)
    let seen = film.frames.indices.map { channels.update(film.silhouettes[$0], in: film.frames[$0]) }
    return (0..<MotionChannels.count).map { channel in
      compare(exact.map { Double($0[channel]) }, seen.map { Double($0[channel]) }, isCircle: channel == 2)
    }
  }

  /// The phase is a circle: its differences are taken the short way round.
  private static func compare(_ exact: [Double], _ seen: [Double], isCircle: Bool) -> Agreement {
    let count = Double(exact.count)
    let means = (exact.reduce(0, +) / count, seen.reduce(0, +) / count)
    func product(_ a: [Double], _ m: Double, _ b: [Double], _ n: Double) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - m) * ($1.1 - n) }
    }
    let scale = product(exact, means.0, exact, means.0) * product(seen, means.1, seen, means.1)
    let errors = zip(exact, seen).map { a, b in
      let difference = abs(a - b)
      return isCircle ? min(difference, 1 - difference) : difference
    }
    return Agreement(
      correlation: product(exact, means.0, seen, means.1) / (scale.squareRoot() + 1e-12),
      meanError: errors.reduce(0, +) / count)
  }

  @Test(arguments: [Dance.squat, .kneeLifts, .jump], [0, 1])
  func limbSwingFollowsTheTruthToTwelveDegrees(dance: Dance, side: Int) throws {
    let result = try agreement(dance, side)
    #expect(result.correlation > 0.88 && result.meanError < 0.21)
  }

  @Test(arguments: [Dance.walk, .sideSteps])
  func gaitPhaseFollowsTheTruthToATwentiethOfACycle(dance: Dance) throws {
    #expect(try agreement(dance, 2).meanError < 0.05)
  }

  @Test func symmetryFollowsTippingShoulders() throws {
    let result = try agreement(.sway, 3)
    #expect(result.correlation > 0.95 && result.meanError < 0.05)
  }

  @Test(arguments: [Dance.squat, .kneeLifts, .jump, .walk, .arms])
  func levelShouldersAreSymmetric(dance: Dance) throws { #expect(try agreement(dance, 3).meanError < 0.01) }

  @Test(arguments: [Dance.arms, .squat, .jump])
  func profileFollowsTheArmsAndTheKnees(dance: Dance) throws {
    let result = try agreement(dance, 4)
    #expect(result.correlation > 0.95 && result.meanError < 0.08)
  }

  @Test(arguments: [Dance.walk, .sideSteps, .lunge])
  func horizontalSpeedFollowsTheTruthToSixCentimetresASecond(dance: Dance) throws {
    let result = try agreement(dance, 5)
    #expect(result.correlation > 0.83 && result.meanError < 0.06)
  }

  @Test(arguments: [Dance.squat, .jump])
  func verticalSpeedFollowsTheTruth(dance: Dance) throws {
    let result = try agreement(dance, 6)
    #expect(result.correlation > 0.95 && result.meanError < 0.08)
  }

  @Test func anUnmirroredCameraSeesTheSameLeftAndRight() {
    var camera = Camera.kinect1
    camera.isMirrored = false
    let knees = Self.agreements(.kneeLifts, camera: camera, noise: .none)
    #expect(knees[0].correlation > 0.95 && knees[1].correlation > 0.95)
    #expect(Self.agreements(.sway, camera: camera, noise: .none)[3].correlation > 0.95)
  }
}
