import Kinesphere
import KinesphereData
import RealModule
import Testing

@testable import KinesphereEvaluation

/// The pieces of the recognition methods against results known from mathematics.
@Suite struct MethodPiecesTests {
  // MARK: Time warping

  /// 0 1 2 against 0 0 1 2: a repeated row costs nothing.
  @Test func warpingForgivesAPause() {
    let warp = TimeWarp(band: 1)
    #expect(warp.cost([[0], [1], [2]], [[0], [0], [1], [2]]) == 0)
  }

  /// 0 0 against 3 3: on the diagonal 2 * 3 at the start and 2 * 3 after, 12 in all, over lengths of 4.
  @Test func aConstantOffsetCostsItself() {
    let warp = TimeWarp(band: 1)
    #expect(warp.cost([[0], [0]], [[3], [3]]) == 3)
    #expect(warp.cost([[0, 0]], [[3, 4]]) == 5)
  }

  /// A peak three rows later: a band of one row cannot reach it, a wide one can.
  @Test func theBandLimitsTheWarping() {
    func peak(_ place: Int) -> [[Float]] { (0..<10).map { [$0 == place ? 1 : 0] } }
    #expect(TimeWarp(band: 1).cost(peak(3), peak(6)) == 0)
    // Both peaks stand against zeros; each costs 1 a straight step or 2 a slanted one.
    #expect(TimeWarp(band: 0.1).cost(peak(3), peak(6)) >= 0.1)
    let one = TimeWarp(band: 0.2)
    #expect(one.cost(peak(2), peak(5)) == one.cost(peak(5), peak(2)))
  }

  @Test func aNarrowBandStillJoinsSeriesOfDifferentLengths() {
    let long = (0..<40).map { [Float($0) / 39] }
    let short = (0..<4).map { [Float($0) / 3] }
    #expect(TimeWarp(band: 0.01).cost(long, short).isFinite)
    #expect(TimeWarp(band: 0.01).cost(short, long).isFinite)
    #expect(TimeWarp(band: 0.01).cost([[1]], long).isFinite)
    #expect(TimeWarp(band: 0.01).cost(long, [[1]]).isFinite)
  }

  // MARK: Algebra

  @Test(arguments: [1, 2, 3, 12]) func eigenvectorsSolveTheirEquation(n: Int) {
    var generator = SeededGenerator(seed: UInt64(n))
    let root = (0..<n).map { _ in (0..<n).map { _ in Double(generator.normal()) } }
    let matrix = root.map { a in root.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    let eigen = SymmetricEigenvectors(matrix)
    #expect(eigen.values == eigen.values.sorted())
    for (value, vector) in zip(eigen.values, eigen.vectors) {
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-9)
      for (row, number) in zip(matrix, vector) {
        #expect(abs(zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } - value * number) < 1e-8)
      }
    }
    #expect(abs(eigen.values.reduce(0, +) - matrix.indices.reduce(0) { $0 + matrix[$1][$1] }) < 1e-8)
  }

  @Test func diagonalAndEqualMatricesAreSolved() {
    let eigen = SymmetricEigenvectors([[2, 0, 0], [0, 5, 0], [0, 0, 1]])
    #expect(eigen.values == [1, 2, 5])
    #expect(SymmetricEigenvectors([[0, 0], [0, 0]]).values == [0, 0])
  }

  @Test func aFactorSolvesItsEquations() {
    let matrix: [[Double]] = [[4, 2, 0], [2, 5, 3], [0, 3, 6]]
    let x = CholeskyFactor(matrix).solve([8, 21, 24])
    for (found, expected) in zip(x, [1, 2, 3] as [Double]) { #expect(abs(found - expected) < 1e-12) }
  }

  /// Points along (3, 4) / 5 with a tenth of the spread across: one direction holds 99 %, and its coordinate is the place.
  @Test func theWidestDirectionIsFound() {
    var generator = SeededGenerator(seed: 5)
    let places = (0..<60).map { _ in (along: 10 * generator.normal(), across: 0.1 * generator.normal()) }
    let rows = places.map { [7 + 0.6 * $0.along - 0.8 * $0.across, -2 + 0.8 * $0.along + 0.6 * $0.across] }
    let products = RowProducts.all(rows)
    let components = PrincipalComponents(products: products, energy: 0.99)
    #expect(components.training.allSatisfy { $0.count == 1 })
    let mean = places.reduce(0) { $0 + $1.along } / 60
    let sign: Double = components.training[0][0] * Double(places[0].along - mean) > 0 ? 1 : -1
    for (row, place) in zip(components.training, places) {
      #expect(abs(row[0] * sign - Double(place.along - mean)) < 0.02)
    }
    #expect(PrincipalComponents(products: products, energy: 1).training[0].count == 2)
    for index in [0, 30] {
      #expect(abs(components.row(of: products[index])[0] - components.training[index][0]) < 1e-3)
    }
  }

  /// Two classes in two planes through the origin of a space of four dimensions: no single sample is near, the sum of its class is.
  @Test func aSampleIsTheSumOfItsOwnClass() {
    let rows: [[Double]] = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    let machine = CollaborativeRepresentation(rows: rows, classes: [7, 7, 3, 3])
    #expect(machine.answers(to: [1, 1, 0.2, 0], lambdas: [0.001, 0.1]) == [7, 7])
    #expect(machine.answers(to: [0.2, 0, -1, 1], lambdas: [0.001, 0.1]) == [3, 3])
  }

  // MARK: Support vectors

  private static func gaussian(_ a: [Double], _ b: [Double]) -> Double {
    Double.exp(-zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
  }

  /// Exclusive or: no plane parts the corners, a Gaussian kernel does.
  @Test func aGaussianKernelSolvesExclusiveOr() {
    let rows: [[Double]] = [[0, 0], [1, 1], [0, 1], [1, 0]]
    let kernel = rows.map { a in rows.map { Self.gaussian(a, $0) } }
    let machine = KernelSVM(kernel: kernel, classes: [1, 1, 2, 2], cost: 100)
    for (row, label) in zip(rows, [1, 1, 2, 2]) {
      #expect(machine.answer(to: rows.map { Self.gaussian(row, $0) }) == label)
    }
    #expect(machine.answer(to: rows.map { Self.gaussian([0.9, 0.1], $0) }) == 2)
  }

  // MARK: Patterns

  private static func patch(_ numbers: [UInt16]) -> Plane<UInt16> {
    var plane = Plane<UInt16>(width: 3, height: 3, repeating: 0)
    for index in 0..<9 { plane[index % 3, index / 3] = numbers[index] }
    return plane
  }

  /// Rows 9 2 1 / 8 5 6 / 3 5 4: right 6 and below 5, left 8 and the upper left 9 are at least 5; bits 0, 3, 4, 6.
  @Test func patternsOfAPatchAreAsByHand() {
    let patch = Self.patch([9, 2, 1, 8, 5, 6, 3, 5, 4])
    #expect(LocalPatterns.binary(patch, 1, 1) == 1 + 8 + 16 + 64)
    // Two away: left 8 and upper left 9 above; the upper right 1, above 2 and the lower left 3 below.
    let codes = LocalPatterns.ternary(patch, 1, 1, threshold: 2)
    #expect(codes.upper == 8 + 16)
    #expect(codes.lower == 2 + 4 + 32)
  }

  @Test func fiftyEightPatternsAreUniform() {
    let bins = LocalPatterns.uniformBins
    #expect(Set(bins) == Set(0..<59))
    #expect(bins.count { $0 == 58 } == 256 - 58)
    #expect(bins[0] != 58 && bins[255] != 58 && bins[0b0001_1100] != 58 && bins[0b1000_0001] != 58)
    #expect(bins[0b0101_0000] == 58)
  }

  @Test func theBinaryPatternsIgnoreBrightness() {
    var generator = SeededGenerator(seed: 4)
    var (dark, bright) = (
      Plane<UInt16>(width: 24, height: 24, repeating: 0), Plane<UInt16>(width: 24, height: 24, repeating: 0)
    )
    for y in 0..<24 {
      for x in 0..<24 {
        dark[x, y] = UInt16.random(in: 0..<100, using: &generator)
        bright[x, y] = dark[x, y] * 3 + 50
      }
    }
    let histogram = BinaryPatternDescriber.histogram(of: dark)
    #expect(histogram == BinaryPatternDescriber.histogram(of: bright))
    #expect(abs(histogram.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
    let still = Plane<UInt16>(width: 24, height: 24, repeating: 9)
    #expect(BinaryPatternDescriber.histogram(of: still).allSatisfy { $0 == 0 })
  }

  @Test func mapsAreCutToWhatMoved() {
    var map = Plane<UInt16>(width: 20, height: 20, repeating: 0)
    for y in 4..<8 { for x in 10..<14 { map[x, y] = UInt16((x - 9) * 10) } }
    let cut = DepthMapDescriber.cut(map, columns: 4, rows: 4)
    #expect(cut == (0..<4).flatMap { _ in [0.25, 0.5, 0.75, 1] })
    let still = Plane<UInt16>(width: 20, height: 20, repeating: 0)
    #expect(DepthMapDescriber.cut(still, columns: 2, rows: 3) == [0, 0, 0, 0, 0, 0])
  }
}
