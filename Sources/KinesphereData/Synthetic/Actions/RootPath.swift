/// The way of the pelvis: monotone cubics from key to key, free fall between take-off and landing.
struct RootPath {
  private let times: [Double]
  private let places: [SIMD3<Float>]
  /// Velocity when leaving and when arriving at each key: they differ at a landing.
  private let slopes: [SIMD3<Float>]
  /// True for the interval after a key that is spent in the air.
  private let isFlight: [Bool]

  init(keys: [ScoreSolver.SolvedKey]) {
    var (times, places, isFlight): ([Double], [SIMD3<Float>], [Bool]) = ([], [], [])
    for key in keys {
      if let root = key.root {
        times.append(key.time)
        places.append(root)
        isFlight.append(false)
      } else if !isFlight.isEmpty {
        isFlight[isFlight.count - 1] = true
      }
    }
    let moments = times.map { Float($0) }
    var slopes = [SIMD3<Float>](repeating: .zero, count: places.count)
    for axis in 0..<3 {
      let row = MonotoneCurve.slopes(places.map { $0[axis] }, at: moments)
      for index in row.indices { slopes[index][axis] = row[index] }
    }
    for index in places.indices where isFlight[index] && index + 1 < places.count {
      let length = moments[index + 1] - moments[index]
      var velocity = (places[index + 1] - places[index]) / length
      velocity.y += ScorePerformance.gravity * length / 2
      slopes[index] = velocity
      velocity.y -= ScorePerformance.gravity * length
      slopes[index + 1] = velocity
    }
    // On the ground a curve that would overshoot its ends is slower.
    (self.times, self.places, self.slopes, self.isFlight) = (times, places, slopes, isFlight)
  }

  func place(at time: Double) -> SIMD3<Float> {
    guard let next = times.firstIndex(where: { $0 > time }) else { return places.last ?? .zero }
    guard next > 0 else { return places[0] }
    let start = next - 1
    let length = Float(times[next] - times[start])
    let share = Float(time - times[start]) / length
    if isFlight[start] {
      let seconds = share * length
      var place = places[start] + slopes[start] * seconds
      place.y -= ScorePerformance.gravity * seconds * seconds / 2
      return place
    }
    var place = SIMD3<Float>.zero
    for axis in 0..<3 {
      let rise = (places[next][axis] - places[start][axis]) / length
      place[axis] = MonotoneCurve.between(
        places[start][axis], places[next][axis],
        slopes: (Self.limited(slopes[start][axis], rise), Self.limited(slopes[next][axis], rise)),
        length: length, share: share)
    }
    return place
  }

  /// A slope of at most three times the mean one and of its sign, so that the curve stays between its ends
  /// (Fritsch, Carlson 1980).
  private static func limited(_ slope: Float, _ rise: Float) -> Float {
    guard slope * rise > 0 else { return 0 }
    return abs(slope) > 3 * abs(rise) ? 3 * rise : slope
  }
}
