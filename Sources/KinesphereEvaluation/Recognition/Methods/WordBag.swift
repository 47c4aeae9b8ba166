import Kinesphere
import KinesphereData
import RealModule

/// A codebook of rows: the middles of clusters by k-means (Lloyd 1982, doi:10.1109/TIT.1982.1056489), begun by k-means++ (Arthur,
/// Vassilvitskii 2007, SODA). The same rows and seed give the same words.
struct Codebook {
  let words: [[Float]]
  private let halves: [Float]

  /// `rows` of one width, not none; fewer words where there are fewer distinct rows. Rounds x rows x words x width.
  init(_ rows: [[Float]], words count: Int, rounds: Int = 12, seed: UInt64) {
    precondition(!rows.isEmpty && count > 0, "rows to group, and a word")
    var generator = SeededGenerator(seed: seed)
    var words = [rows[Int.random(in: rows.indices, using: &generator)]]
    var distances = [Float](repeating: .infinity, count: rows.count)
    while words.count < min(count, rows.count) {
      for (index, row) in rows.enumerated() {
        distances[index] = min(distances[index], Self.squaredDistance(row, words[words.count - 1]))
      }
      let total = distances.reduce(0) { $0 + Double($1) }
      guard total > 0 else { break }
      var rest = Double.random(in: 0..<total, using: &generator)
      let next = distances.firstIndex { distance in
        rest -= Double(distance)
        return rest < 0
      }
      words.append(rows[next ?? rows.count - 1])
    }
    for _ in 0..<rounds { words = Self.moved(words, rows) }
    self.words = words
    halves = Self.halves(words)
  }

  /// How often each word is the nearest to one of the rows, divided by the number of rows; square roots, so of length 1.
  func histogram(of rows: [[Float]]) -> [Float] {
    var counts = [Float](repeating: 0, count: words.count)
    for row in rows { counts[Self.nearest(row, words, halves)] += 1 }
    return counts.map { ($0 / Float(max(1, rows.count))).squareRoot() }
  }

  private static func moved(_ words: [[Float]], _ rows: [[Float]]) -> [[Float]] {
    let halves = halves(words)
    var sums = [[Float]](repeating: [Float](repeating: 0, count: rows[0].count), count: words.count)
    var counts = [Float](repeating: 0, count: words.count)
    for row in rows {
      let word = nearest(row, words, halves)
      counts[word] += 1
      for column in row.indices { sums[word][column] += row[column] }
    }
    // A word that nobody is nearest to stays.
    return words.indices.map { word in
      counts[word] > 0 ? sums[word].map { $0 / counts[word] } : words[word]
    }
  }

  private static func halves(_ words: [[Float]]) -> [Float] {
    words.map { word in word.reduce(0) { $0 + $1 * $1 } / 2 }
  }

  private static func nearest(_ row: [Float], _ words: [[Float]], _ halves: [Float]) -> Int {
    var best = (word: 0, score: -Float.infinity)
    for word in words.indices {
      let other = words[word]
      var sum = -halves[word]
      for column in row.indices { sum = Relaxed.multiplyAdd(row[column], other[column], sum) }
      if sum > best.score { best = (word, sum) }
    }
    return best.word
  }

  private static func squaredDistance(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for column in a.indices {
      let offset = a[column] - b[column]
      sum = Relaxed.multiplyAdd(offset, offset, sum)
    }
    return sum
  }
}

/// The motion-history cloud as a bag of words: fast point feature histograms of sampled points, a codebook of the training
/// side's, a histogram of words a sequence, a linear machine.
///
/// The paper (doi:10.3389/fnbot.2026.1743288, section 4) compares itself with this on its own recordings and gives no settings. Here the
/// cloud is scaled to a stature of 1.7 m and thinned to cubes of 5 cm; neighbours lie within 15 cm. The words know neither where on the
/// body nor when they were seen.
public struct WordBagMethod: RecognitionMethod {
  public let name = "mhpc-fpfh-bow-svm"
  public let summary = "motion-history cloud, point feature histograms, bag of words, linear machine"
  private let words: Int
  private let pointCount: Int
  private let seed: UInt64
  private let machines: [RecognitionEvaluation.Machine]

  /// `points` are sampled of a sequence; the codebook is learned from 20,000 rows at most.
  public init(
    machines: [RecognitionEvaluation.Machine], words: Int = 300, points: Int = 400, seed: UInt64 = 1
  ) {
    precondition(words > 0 && points > 0, "words and points")
    (self.machines, self.words, pointCount, self.seed) = (machines, words, points, seed)
  }

  public func describe(_ sequence: ObservedSequence) -> [[Float]] {
    let points = FastPointFeatureHistograms.thinned(sequence.cloud.history(stature: 1.7), side: 0.05)
    guard !points.isEmpty else { return [] }
    // The camera is some metres before the dancer.
    let features = FastPointFeatureHistograms(points, radius: 0.15, viewpoint: SIMD3(0, 0, -3))
    var generator = SeededGenerator(seed: seed)
    var places = Array(points.indices)
    places.shuffle(using: &generator)
    return places.prefix(pointCount).map { features.histogram(of: $0) }
  }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects)
    var generator = SeededGenerator(seed: seed)
    var all = rows.flatMap { $0 }
    all.shuffle(using: &generator)
    let codebook = Codebook(Array(all.prefix(20_000)), words: words, seed: seed)
    let fitted = try LinearBlocks(name: name, machines: machines).fit(
      rows.map { [codebook.histogram(of: $0)] }, classes: classes, subjects: subjects)
    let width = codebook.words[0].count
    return fitted.reading { sequence in
      guard !sequence.isEmpty, sequence.allSatisfy({ $0.count == width }) else {
        throw EvaluationError(
          file: "mhpc-fpfh-bow-svm", expected: "rows of \(width) numbers",
          actual: "there are \(sequence.count) others")
      }
      return [codebook.histogram(of: sequence)]
    }
  }
}
