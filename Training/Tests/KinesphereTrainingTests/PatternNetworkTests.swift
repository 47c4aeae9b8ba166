import Kinesphere
import KinesphereData
import KinesphereEvaluation
import Testing

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct MethodNetworkTests {
    /// Six pictures of noise with a bright square whose place tells the class.
    private static func data() -> (rows: [[[Float]]], classes: [Int], subjects: [Int]) {
      let side = TernaryPatternDescriber.side
      var generator = SeededGenerator(seed: 6)
      var data: (rows: [[[Float]]], classes: [Int], subjects: [Int]) = ([], [], [])
      for index in 0..<24 {
        let label = index % 3
        data.rows.append(
          (0..<TernaryPatternDescriber.pictures).map { _ in
            (0..<side * side).map { cell in
              let inside = (cell / side) / 16 == label && (16..<32).contains(cell % side)
              return (inside ? 0.8 : 0) + 0.05 * generator.normal()
            }
          })
        data.classes.append(label + 5)
        data.subjects.append(1 + index / 12)
      }
      return data
    }

    @Test func placesAreLearnedAndTheSeedFixesThem() throws {
      let data = Self.data()
      let fits = try (0..<2).map { _ in
        try PatternNetworkMethod(rounds: [2, 8]).fit(
          rows: data.rows, classes: data.classes, subjects: data.subjects)
      }
      #expect(fits[0].validation == fits[1].validation)
      #expect(fits[0].validation[fits[0].chosen] > 0.9)
      #expect(try data.rows.map(fits[0].answer) == data.rows.map(fits[1].answer))
      let right = try zip(data.rows, data.classes).count { try fits[0].answer(to: $0) == $1 }
      #expect(right >= 22)
    }

    @Test func wrongPicturesAreErrors() throws {
      let data = Self.data()
      let method = PatternNetworkMethod(rounds: [1])
      #expect(throws: EvaluationError.self) {
        try method.fit(
          rows: data.rows.map { Array($0.dropLast()) }, classes: data.classes, subjects: data.subjects)
      }
      #expect(throws: EvaluationError.self) {
        try method.fit(rows: data.rows, classes: data.classes.map { _ in 1 }, subjects: data.subjects)
      }
      let small = data.rows.map { $0.map { Array($0.prefix(9)) } }
      let error = #expect(throws: EvaluationError.self) {
        try method.fit(rows: small, classes: data.classes, subjects: data.subjects)
      }
      #expect(error?.actual == "they have 9")
      let fitted = try method.fit(rows: data.rows, classes: data.classes, subjects: data.subjects)
      #expect(throws: EvaluationError.self) { try fitted.answer(to: small[0]) }
    }

    @Test func everyMethodHasANameOfItsOwnAndRefusesNothingSeen() throws {
      let methods = ComparisonMethods.all()
      #expect(Set(methods.map(\.name)).count == methods.count)
      let empty = ObservedSequence(cloud: MotionCloud(), poses: [], times: [])
      for var method in methods { #expect(try method.describe(empty).isEmpty, "\(method.name)") }
    }
  }
}
