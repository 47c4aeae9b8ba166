import Foundation
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
}
