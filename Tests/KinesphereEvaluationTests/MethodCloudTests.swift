import KinesphereData
import RealModule
import Testing

@testable import KinesphereEvaluation

/// Point feature histograms and the codebook over them.
@Suite struct MethodCloudTests {
  /// A grid on the plane z = 0, 2 cm apart.
  private static let plane: [SIMD3<Float>] = (-12...12).flatMap { x in
    (-12...12).map { SIMD3(Float(x) * 0.02, Float($0) * 0.02, 0) }
  }

  /// The half of a sphere of 20 cm that the eye sees.
  private static let sphere: [SIMD3<Float>] = (0..<900).compactMap { index in
    let z = 1 - 2 * (Float(index) + 0.5) / 900
    let (ring, angle) = ((1 - z * z).squareRoot(), Float(index) * 2.399963)
    return z < 0.2 ? SIMD3(ring * Float.cos(angle), ring * Float.sin(angle), z) * 0.2 : nil
  }

  private static func turned(_ point: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (Float.cos(0.9), Float.sin(0.9))
    let about = SIMD3(c * point.x + s * point.z, point.y, c * point.z - s * point.x)
    return SIMD3(about.x, c * about.y - s * about.z, s * about.y + c * about.z) + SIMD3(0.3, -0.2, 0.5)
  }

  private static func nearest(_ points: [SIMD3<Float>], to place: SIMD3<Float>) -> Int {
    points.indices.min { a, b in
      let (da, db) = (points[a] - place, points[b] - place)
      return (da * da).sum() < (db * db).sum()
    } ?? 0
  }

  private static func difference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) }
  }

  @Test func theNormalsOfAPlaneFaceTheEye() {
    let features = FastPointFeatureHistograms(Self.plane, radius: 0.05, viewpoint: [0, 0, -2])
    for normal in features.normals { #expect(normal.z < -0.999) }
  }

  /// All normals agree on a plane: alpha 0 and phi 0 fall into the middle bin, and so does theta.
  @Test func aPlaneFillsTheMiddleBins() {
    let features = FastPointFeatureHistograms(Self.plane, radius: 0.05, viewpoint: [0, 0, -2])
    let numbers = features.histogram(of: Self.nearest(Self.plane, to: .zero))
    #expect(numbers.count == 33)
    for angle in 0..<3 { #expect(numbers[angle * 11 + 5] > 0.99) }
  }

  @Test func aTurnedCloudKeepsItsHistograms() {
    let eye = SIMD3<Float>(0, 0, -2)
    let before = FastPointFeatureHistograms(Self.sphere, radius: 0.07, viewpoint: eye)
    let after = FastPointFeatureHistograms(
      Self.sphere.map(Self.turned), radius: 0.07, viewpoint: Self.turned(eye))
    for point in stride(from: 0, to: Self.sphere.count, by: 25) {
      // An angle on the border of two bins may fall on either side.
      #expect(Self.difference(before.histogram(of: point), after.histogram(of: point)) < 0.15)
    }
  }

  @Test func aPlaneIsNotASphere() {
    let eye = SIMD3<Float>(0, 0, -2)
    let flat = FastPointFeatureHistograms(Self.plane, radius: 0.07, viewpoint: eye)
    let round = FastPointFeatureHistograms(Self.sphere, radius: 0.07, viewpoint: eye)
    let plane = flat.histogram(of: Self.nearest(Self.plane, to: .zero))
    let sphere = round.histogram(of: Self.nearest(Self.sphere, to: [0, 0, -0.2]))
    #expect(Self.difference(plane, sphere) > 0.8)
    let other = round.histogram(of: Self.nearest(Self.sphere, to: [0.05, 0.05, -0.18]))
    #expect(Self.difference(sphere, other) < Self.difference(plane, sphere) / 2)
  }

  @Test func aLonelyPointHasNoHistogram() {
    let features = FastPointFeatureHistograms(
      [[0, 0, 0], [9, 9, 9]], radius: 0.1, viewpoint: [0, 0, -2])
    #expect(features.histogram(of: 0).allSatisfy { $0 == 0 })
  }

  @Test func cubesKeepOnePointEach() {
    let thinned = FastPointFeatureHistograms.thinned(
      [[0.01, 0.01, 0.01], [0.03, 0.01, 0.01], [0.07, 0, 0]], side: 0.05)
    #expect(thinned.count == 2)
    #expect(abs(thinned[0].x - 0.02) < 1e-6 && abs(thinned[1].x - 0.07) < 1e-6)
  }

  private static func heaps(seed: UInt64) -> [[Float]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<90).map { [Float($0 % 3) * 10 + 0.1 * generator.normal(), Float($0 % 3)] }
  }

  @Test func wordsAreTheMiddlesOfHeaps() {
    let codebook = Codebook(Self.heaps(seed: 1), words: 3, seed: 2)
    let places = codebook.words.map { $0[0] }.sorted()
    for (place, expected) in zip(places, [0, 10, 20] as [Float]) { #expect(abs(place - expected) < 0.1) }
    let histogram = codebook.histogram(of: [[0, 0], [0, 0], [10, 1], [20, 2]])
    #expect(histogram.map { ($0 * $0 * 4).rounded() }.sorted() == [1, 1, 2])
  }

  @Test func theSameSeedGivesTheSameWords() {
    let rows = Self.heaps(seed: 1)
    #expect(Codebook(rows, words: 7, seed: 2).words == Codebook(rows, words: 7, seed: 2).words)
    #expect(Codebook(rows, words: 7, seed: 2).words != Codebook(rows, words: 7, seed: 3).words)
    #expect(Codebook([[1], [1]], words: 5, seed: 1).words == [[1]])
  }
}
