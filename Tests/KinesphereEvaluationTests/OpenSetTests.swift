import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

struct OpenSetTests {
  /// Six subjects who do eight actions twice: each action a direction of its own, and noise.
  private static func samples(noise: Float, alike: Set<Int> = []) -> [ActionSample] {
    var generator = SeededGenerator(seed: 3)
    return (1...6).flatMap { subject in
      (1...8).flatMap { action in
        (1...2).map { trial in
          var features = (0..<features.count).map { _ in Float(0) }
          for place in 0..<60 { features[place] = Float.random(in: -noise...noise, using: &generator) }
          features[alike.contains(action) ? 1 : action] += 1
          return ActionSample(
            name: SequenceName(.msrAction3D, action: action, subject: subject, trial: trial),
            features: features)
        }
      }
    }
  }

  /// The smallest set of numbers that there is, of which the samples use sixty.
  private static let features: ActionFeatures.Configuration = {
    var features = ActionFeatures.Configuration()
    (features.mapWeight, features.turnWeight, features.covarianceWeight) = (0, 0, 0)
    return features
  }()

  private func report(_ samples: [ActionSample]) throws -> OpenSetReport {
    try OpenSetReport(.msrOddEven, samples, lost: ["a01_s02_e03"], features: Self.features, foldCount: 2)
  }

  @Test func whatStandsApartIsRefusedAndWhatWasTaughtIsNamed() throws {
    let report = try report(Self.samples(noise: 0.1))
    #expect(report.folds.count == 2 && report.train > 40 && report.test > 40)
    #expect(report.folds.allSatisfy { $0.untaught.count == 4 } && report.refusedByAction.count == 8)
    #expect(report.knownAccepted > 0.95 && report.knownRight > 0.95, "\(report.knownAccepted)")
    #expect(report.unknownRefused > 0.95 && report.area > 0.99, "\(report.unknownRefused)")
  }

  @Test func anActionLikeATaughtOneIsNotRefused() throws {
    // The sixth looks like the first, which another fold leaves out.
    let report = try report(Self.samples(noise: 0.1, alike: [1, 6]))
    let name = RecognitionProtocol.msrOddEven.dataSet.name(ofAction: 6)
    let refused = try #require(report.refusedByAction[name])
    #expect(refused < 0.3, "\(name): \(refused)")
    #expect(report.text.contains("refused least: ") && report.text.contains("gave no numbers: 1"))
  }

  @Test func tooFewActionsAreAnError() {
    let few = Self.samples(noise: 0.1).filter { $0.name.action < 4 }
    #expect(throws: EvaluationError.self) { try report(few) }
  }
}
