/// Evenly spaced times over irregular ones, and where each lies among them.
struct RegularTimes {
  /// A time, the frame before it, and how far it is on the way to the next, 0 to 1.
  struct Place {
    let time: Double
    let index: Int
    let share: Double
  }

  let places: [Place]
  /// Whether the given times are even already, to a fiftieth of a frame.
  let isSame: Bool

  var times: [Double] { places.map(\.time) }

  /// `times` ascend; at most `mostFrames` places come out. None for no times.
  init(_ times: [Double], rate: Double, mostFrames: Int) {
    precondition(rate > 0 && rate.isFinite, "a rate is positive")
    guard let first = times.first, let last = times.last else {
      (places, isSame) = ([], true)
      return
    }
    // A product that is no number becomes one frame.
    let span = max(0, min((last - first) * rate, Double(mostFrames)))
    let count = span.isFinite ? max(1, min(mostFrames, Int(span.rounded()) + 1)) : 1
    isSame =
      count == times.count
      && times.enumerated().allSatisfy {
        (($0.element - first) * rate - Double($0.offset)).magnitude < 0.02
      }
    var index = 0
    places = (0..<count).map { frame in
      let time = first + Double(frame) / rate
      while index + 2 < times.count, times[index + 1] <= time { index += 1 }
      let span = index + 1 < times.count ? times[index + 1] - times[index] : 0
      return Place(
        time: time, index: index, share: span > 0 ? max(0, min(1, (time - times[index]) / span)) : 0)
    }
  }
}
