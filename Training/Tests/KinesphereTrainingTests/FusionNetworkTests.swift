import KinesphereData
import KinesphereEvaluation
import Testing

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct FusionNetworkTests {
    /// Noise, with a bright square in the pictures where `seen`, or a key-point's height in the steps, that tells the class.
    private static func data(seen: Bool) -> (rows: [[[Float]]], classes: [Int], subjects: [Int]) {
      let side = FusionDescriber.side
      var generator = SeededGenerator(seed: 8)
      var data: (rows: [[[Float]]], classes: [Int], subjects: [Int]) = ([], [], [])
      for index in 0..<18 {
        let label = index % 3
        data.rows.append([
          (0..<FusionDescriber.count).map { place in
            let noise = 0.05 * generator.normal()
            guard place < FusionDescriber.pictureNumbers else {
              let step = (place - FusionDescriber.pictureNumbers) % FusionDescriber.stepWidth
              return noise + (!seen && step == 1 ? Float(label) - 1 : 0)
            }
            let cell = place % (side * side)
            let isInside = (cell / side) / 11 == label && (8..<24).contains(cell % side)
            return noise + (seen && isInside ? 0.8 : 0)
          }
        ])
        data.classes.append(label + 5)
        data.subjects.append(1 + index / 9)
      }
      return data
    }

    @Test(arguments: [true, false])
    func eitherSideIsLearnedFromAndTheSeedFixesIt(seen: Bool) throws {
      let data = Self.data(seen: seen)
      let fits = try (0..<2).map { _ in
        try FusionNetworkMethod(iterations: [10, 60]).fit(
          rows: data.rows, classes: data.classes, subjects: data.subjects)
      }
      #expect(fits[0].validation == fits[1].validation)
      #expect(fits[0].validation[1] > 0.8, "\(fits[0].validation)")
      for row in data.rows {
        let each = try #require(try fits[0].answers(to: row))
        let (chosen, again) = (try fits[0].answer(to: row), try fits[1].answer(to: row))
        #expect(each.count == 2 && each[fits[0].chosen] == chosen && chosen == again)
      }
    }

    @Test func rowsOfAnotherWidthAreErrors() throws {
      let data = Self.data(seen: true)
      let short = data.rows.map { $0.map { Array($0.dropLast()) } }
      let error = #expect(throws: EvaluationError.self) {
        try FusionNetworkMethod(iterations: [1]).fit(
          rows: short, classes: data.classes, subjects: data.subjects)
      }
      #expect(error?.actual == "they have \(FusionDescriber.count - 1)")
    }
  }
}
