import KinesphereData
import Testing

@testable import KinesphereEvaluation
@testable import KinesphereTraining

@Suite(.serialized) struct LinearSVMTests {
  /// Points about the corners of a simplex.
  private func rows(_ classes: Int, noise: Float) -> (rows: [[Double]], classes: [Int]) {
    var generator = SeededGenerator(seed: 3)
    var (rows, labels): ([[Double]], [Int]) = ([], [])
    for index in 0..<classes * 20 {
      let label = index % classes
      rows.append((0..<6).map { Double(($0 == label ? 2 : 0) + noise * generator.normal()) })
      labels.append(label * 10)
    }
    return (rows, labels)
  }

  @Test(arguments: [2, 3, 5]) func separableClassesAreParted(count: Int) throws {
    let data = rows(count, noise: 0.2)
    let planes = try LinearSVM.train(rows: data.rows, classes: data.classes, cost: 10)
    #expect(Set(planes.classes) == Set(data.classes))
    for (row, label) in zip(data.rows, data.classes) { #expect(planes.answer(to: row) == label) }
  }

  /// Of two points the plane with the widest margin lies half-way between them, and both are 1 above and below it, as far
  /// as a high cost makes them.
  @Test func theMarginIsTheWidest() throws {
    let planes = try LinearSVM.train(rows: [[0, 1], [0, -1]], classes: [1, 2], cost: 1_000)
    #expect(abs(planes.weights[0][0]) < 1e-6)
    #expect(abs(planes.weights[0][1] - 1) < 0.01)
    #expect(abs(planes.constants[0]) < 1e-6)
  }

  @Test func theSameRowsGiveTheSamePlanes() throws {
    let data = rows(4, noise: 0.8)
    let one = try LinearSVM.train(rows: data.rows, classes: data.classes, cost: 1)
    let other = try LinearSVM.train(rows: data.rows, classes: data.classes, cost: 1)
    #expect(one.weights == other.weights && one.constants == other.constants)
  }

  @Test func oneClassIsAnError() {
    #expect(throws: TrainingError.self) {
      try LinearSVM.train(rows: [[1], [2]], classes: [1, 1], cost: 1)
    }
  }
}
