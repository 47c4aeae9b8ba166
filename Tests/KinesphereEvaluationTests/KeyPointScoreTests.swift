import Kinesphere
import KinesphereEvaluation
import Testing

/// A pose whose key-points all differ, moved by `offset`.
private func pose(_ seed: Int, offset: SIMD3<Float> = .zero) -> Pose {
  Pose(
    points: (0..<18).map { i in
      let t = Float(seed * 18 + i)
      return SIMD3(
        (t * 0.37).truncatingRemainder(dividingBy: 1), (t * 0.71).truncatingRemainder(dividingBy: 1), 2)
        + offset
    })
}

private func pairs(_ count: Int, offset: SIMD3<Float>) -> PosePairs {
  PosePairs((0..<count).map { .init(predicted: pose($0, offset: offset), label: pose($0), subject: $0 % 3) })
}

@Suite struct KeyPointScoreTests {
  @Test func shiftingAPoseByThreeCentimetresCostsThreeCentimetres() {
    let score = KeyPointScore(pairs(7, offset: SIMD3(0, 0.03, 0)))
    #expect(abs(score.meanError - 0.03) < 1e-6)
    #expect(abs(score.mae - 0.01) < 1e-6)
    #expect(abs(score.rmse - 0.03 / 3.0.squareRoot()) < 1e-6)
    #expect(score.within10cm == 1)
    #expect(score.perSubject.count == 3)
    #expect(score.perKeyPoint.allSatisfy { abs($0 - 0.03) < 1e-6 })
    #expect(score.within10cmPerKeyPoint.allSatisfy { $0 == 1 })
  }

  @Test func aFootThatIsFarOffCountsAmongAllKeyPointsAlone() {
    var p = pairs(1, offset: .zero)
    for point in [KeyPoint.leftFoot, .rightAnkle, .head] { p.pairs[0].predicted[point].x += 0.2 }
    let score = KeyPointScore(p)
    #expect(score.within10cm == 15.0 / 18 && score.within10cmWithoutFeet == 13.0 / 14)
  }

  @Test func anUnlabelledKeyPointIsNotCounted() {
    var p = pairs(2, offset: SIMD3(0.2, 0, 0))
    p.pairs[0].label[.leftFoot] = SIMD3(repeating: .nan)
    let score = KeyPointScore(p)
    #expect(score.keyPoints == 35)
    #expect(score.within10cm == 0)
    #expect(abs(score.meanError - 0.2) < 1e-6)
  }

  @Test func relativeScoresForgetACommonShift() {
    let score = KeyPointScore(pairs(5, offset: SIMD3(0.3, -0.2, 1)).relativeToRoot())
    #expect(score.meanError < 1e-5)
    #expect(score.keyPoints == 5 * 17, "the root itself has no error to count")
  }

  @Test func aConstantLearnedElsewhereTakesAConstantErrorAway() {
    let learned = ConventionCorrection.learnConstant(from: pairs(4, offset: SIMD3(0.05, 0.1, 0)))
    #expect(KeyPointScore(learned(pairs(9, offset: SIMD3(0.05, 0.1, 0)))).meanError < 1e-6)
    #expect(abs(KeyPointScore(learned(pairs(9, offset: SIMD3(0.05, 0, 0)))).meanError - 0.1) < 1e-6)
  }

  @Test func aLinearConventionIsLearnedExactly() throws {
    // Kinect's hip centre lies part of the way from pelvis to spine: a linear function of the pose.
    func shifted(_ seed: Int) -> PosePairs.Pair {
      let predicted = Pose(
        points: (0..<18).map { i in
          let t = Float((seed * 7919 + i * 104729) % 1000) / 1000
          let s = Float((seed * 6007 + i * 15485) % 997) / 997
          return SIMD3(t, s, 2 + t * s)
        })
      var label = predicted
      label[.pelvis] = predicted[.pelvis] * 0.6 + predicted[.spine] * 0.4
      return .init(predicted: predicted, label: label, subject: 1)
    }
    let training = PosePairs((0..<400).map(shifted))
    let test = PosePairs((400..<450).map(shifted))
    #expect(KeyPointScore(test).meanError > 0.005)
    let map = try #require(ConventionCorrection.learnLinear(from: training))
    #expect(KeyPointScore(map(test)).meanError < 1e-3)
  }

  @Test func tooFewRowsDetermineNothing() {
    var regression = LeastSquares(inputs: 3, outputs: 1)
    regression.add([1, 2, 3], [1])
    #expect(regression.solution(ridge: 0) == nil)
  }
}
