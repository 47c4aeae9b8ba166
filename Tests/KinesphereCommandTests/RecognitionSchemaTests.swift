import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import Testing

@Suite struct RecognitionSchemaTests {
  @Test func whatEvaluateActionsWritesFitsItsSchema() throws {
    let samples = (1...20).flatMap { action in
      (1...10).compactMap { subject in
        SequenceName(
          "a\(action < 10 ? "0" : "")\(action)_s\(subject < 10 ? "0" : "")\(subject)_e01_sdepth"
        ).map { name in
          ActionSample(name: name, features: (0..<20).map { $0 + 1 == action ? 1 : 0.1 })
        }
      }
    }
    let machine = RecognitionEvaluation.Machine("first rows", costs: [1, 10]) { rows, classes, _ in
      // The first row of each class as its plane.
      let known = Set(classes).sorted()
      let first = known.compactMap { label in classes.firstIndex(of: label).map { rows[$0] } }
      return Hyperplanes(classes: known, weights: first, constants: known.map { _ in 0 })
    }
    let evaluation = RecognitionEvaluation(.msrOddEven, machines: [machine])
    var report = try evaluation.report(of: samples, lost: [])
    report.method = "a test"
    let schema = try JSONSchema(path: Documents.path("evaluation.schema.json"))
    let object = try JSONSerialization.jsonObject(with: Data(report.json().utf8))
    #expect(schema.violations(of: object) == [])
    #expect(report.meanAccuracy == 1)
  }

  @Test func whatAnOpenSetWritesFitsItsSchema() throws {
    var features = ActionFeatures.Configuration()
    (features.mapWeight, features.turnWeight, features.covarianceWeight) = (0, 0, 0)
    let samples = (1...6).flatMap { action in
      (1...6).map { subject in
        var numbers = [Float](repeating: 0, count: features.count)
        (numbers[action], numbers[30 + subject]) = (1, 0.3)
        return ActionSample(
          name: SequenceName(.msrAction3D, action: action, subject: subject, trial: 1), features: numbers)
      }
    }
    var report = try OpenSetReport(.msrOddEven, samples, lost: [], features: features, foldCount: 2)
    (report.protocolName, report.method) = ("msr20-open-set", "a test")
    let schema = try JSONSchema(path: Documents.path("open-set.schema.json"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
    #expect(schema.violations(of: object) == [])
    #expect(schema.violations(of: object.filter { $0.key != "area" }).count == 1)
  }
}
