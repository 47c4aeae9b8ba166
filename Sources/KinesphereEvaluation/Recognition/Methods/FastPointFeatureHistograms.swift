import RealModule

/// The shape about a point of a cloud in 33 numbers, whichever way the cloud is turned.
///
/// Rusu, Blodow, Beetz 2009, doi:10.1109/ROBOT.2009.5152473: three angles between the normals of a point and each neighbour, 11 bins
/// each, to which the neighbours' own histograms are added by one over their distance. Here each angle's bins are brought to a
/// sum of 1. Normals are the thinnest directions of the neighbours, turned to the viewpoint. Points x neighbours pairs.
struct FastPointFeatureHistograms {
  static let bins = 11
  static let count = 3 * bins

  let points: [SIMD3<Float>]
  /// Of length 1.
  private(set) var normals: [SIMD3<Float>] = []
  /// Places within the radius, without the point itself.
  private let neighbours: [[Int]]
  private var simple: [[Float]] = []

  /// `radius` is how far a neighbour lies at most, above 0; all in the points' unit.
  init(_ points: [SIMD3<Float>], radius: Float, viewpoint: SIMD3<Float>) {
    precondition(radius > 0, "a neighbourhood has a radius")
    self.points = points
    neighbours = Self.neighbours(points, radius: radius)
    normals = points.indices.map { Self.normal(points, at: $0, neighbours[$0], viewpoint) }
    simple = points.indices.map { simpleHistogram(of: $0) }
  }

  /// The numbers of a point; zeros where it has no neighbours.
  func histogram(of point: Int) -> [Float] {
    var sums = simple[point]
    let around = neighbours[point]
    for other in around {
      let offset = points[other] - points[point]
      let weight = 1 / (max((offset * offset).sum().squareRoot(), 1e-6) * Float(around.count))
      for bin in 0..<Self.count { sums[bin] += simple[other][bin] * weight }
    }
    for angle in 0..<3 {
      let range = angle * Self.bins..<(angle + 1) * Self.bins
      let sum = sums[range].reduce(0, +)
      if sum > 0 { for bin in range { sums[bin] /= sum } }
    }
    return sums
  }

  private func simpleHistogram(of point: Int) -> [Float] {
    var counts = [Float](repeating: 0, count: Self.count)
    var pairs: Float = 0
    for other in neighbours[point] {
      guard let angles = Self.angles(points[point], normals[point], points[other], normals[other]) else {
        continue
      }
      pairs += 1
      for (index, share) in [angles.x, angles.y, angles.z].enumerated() {
        counts[index * Self.bins + min(Self.bins - 1, max(0, Int(share * Float(Self.bins))))] += 1
      }
    }
    return pairs > 0 ? counts.map { $0 / pairs } : counts
  }

  /// The paper's alpha, phi (cosines) and theta, each brought to 0 to 1; nil where the points coincide or the normal points along
  /// the line between them.
  static func angles(
    _ a: SIMD3<Float>, _ normalA: SIMD3<Float>, _ b: SIMD3<Float>, _ normalB: SIMD3<Float>
  ) -> SIMD3<Float>? {
    var line = b - a
    let distance = (line * line).sum().squareRoot()
    guard distance > 1e-6 else { return nil }
    line /= distance
    // The source is the point whose normal lies nearer to the line.
    var (u, target) = (normalA, normalB)
    if abs((normalA * line).sum()) < abs((normalB * line).sum()) {
      (u, target, line) = (normalB, normalA, -line)
    }
    let phi = (u * line).sum()
    var v = cross(line, u)
    let length = (v * v).sum().squareRoot()
    guard length > 1e-6 else { return nil }
    v /= length
    let w = cross(u, v)
    let theta = Float.atan2(y: (w * target).sum(), x: (u * target).sum())
    return SIMD3(((v * target).sum() + 1) / 2, (phi + 1) / 2, (theta + .pi) / (2 * .pi))
  }

  private static func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }

  private static func normal(
    _ points: [SIMD3<Float>], at point: Int, _ neighbours: [Int], _ viewpoint: SIMD3<Float>
  ) -> SIMD3<Float> {
    let toEye = viewpoint - points[point]
    let eye = toEye / max((toEye * toEye).sum().squareRoot(), 1e-6)
    guard neighbours.count >= 3 else { return eye }
    let near = neighbours.map { points[$0] - points[point] } + [.zero]
    let mean = near.reduce(.zero, +) / Float(near.count)
    var spread = [[Double]](repeating: [0, 0, 0], count: 3)
    for place in near {
      let offset = place - mean
      for i in 0..<3 { for j in 0..<3 { spread[i][j] += Double(offset[i] * offset[j]) } }
    }
    let thinnest = SymmetricEigenvectors(spread).vectors[0]
    let normal = SIMD3(Float(thinnest[0]), Float(thinnest[1]), Float(thinnest[2]))
    return (normal * eye).sum() < 0 ? -normal : normal
  }

  private struct Cell: Hashable {
    let x, y, z: Int32

    init(_ place: SIMD3<Float>) {
      (x, y, z) = (
        Int32(place.x.rounded(.down)), Int32(place.y.rounded(.down)), Int32(place.z.rounded(.down))
      )
    }
  }

  private static func neighbours(_ points: [SIMD3<Float>], radius: Float) -> [[Int]] {
    var cells: [Cell: [Int]] = [:]
    for (index, point) in points.enumerated() { cells[Cell(point / radius), default: []].append(index) }
    return points.indices.map { index in
      var found: [Int] = []
      for x in -1...1 {
        for y in -1...1 {
          for z in -1...1 {
            let beside = SIMD3(Float(x), Float(y), Float(z))
            guard let members = cells[Cell(points[index] / radius + beside)] else { continue }
            for other in members where other != index {
              let offset = points[other] - points[index]
              if (offset * offset).sum() <= radius * radius { found.append(other) }
            }
          }
        }
      }
      return found
    }
  }

  /// The mean point of every cube of `side` that holds one, in the order of their first points.
  static func thinned(_ points: [SIMD3<Float>], side: Float) -> [SIMD3<Float>] {
    var places: [Cell: Int] = [:]
    var sums: [(sum: SIMD3<Float>, count: Float)] = []
    for point in points {
      let cell = Cell(point / side)
      if let place = places[cell] {
        sums[place].sum += point
        sums[place].count += 1
      } else {
        places[cell] = sums.count
        sums.append((point, 1))
      }
    }
    return sums.map { $0.sum / $0.count }
  }
}
