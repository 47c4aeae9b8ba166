import Kinesphere

/// Which frame of a reference each frame of a motion belongs to: dynamic time warping, both ends held.
///
/// Sakoe, Chiba 1978, doi:10.1109/TASSP.1978.1163055, symmetric steps with a small cost of waiting, in a band of a fifth of the longer motion about the
/// diagonal. Motions of more than ``most`` frames are thinned for the search and aligned between its pairs in proportion, so
/// an hour needs no more memory than a minute: 2000 x 2000 bytes.
public struct MotionAlignment: Sendable {
  /// For each frame of the motion, a frame of the reference; never falls.
  public let frames: [Int]
  /// The mean distance of the pairs: 0 for the same movement, about 0.05 for the same step of two people, 0.2 for different
  /// ones; body lengths, and half turns.
  public let meanDistance: Float

  static let most = 2000
  private static let band = 0.2

  /// Both hold a pose.
  public init(_ motion: Motion, to reference: Motion, view: PostureView, referenceView: PostureView) {
    precondition(motion.count > 0 && reference.count > 0, "motions that are aligned hold poses")
    self.init(MotionRows(motion, view: view), MotionRows(reference, view: referenceView))
  }

  init(_ rows: MotionRows, _ reference: MotionRows) {
    let (own, other) = (Self.thinned(rows.count), Self.thinned(reference.count))
    let search = WarpSearch(own.count, other.count, band: Self.band) { i, j in
      rows.distance(own[i], to: reference, other[j])
    }
    // Frames of the reference that one frame of the motion meets: their middle.
    var sums = [(first: Int, last: Int)](repeating: (Int.max, -1), count: own.count)
    var distance: Float = 0
    for (i, j) in search.path {
      sums[i] = (min(sums[i].first, j), max(sums[i].last, j))
      distance += rows.distance(own[i], to: reference, other[j])
    }
    meanDistance = distance / Float(max(1, search.path.count))
    let met = sums.map { other[($0.first + $0.last) / 2] }
    var frames = [Int](repeating: 0, count: rows.count)
    for index in frames.indices {
      let place = own.count > 1 ? Double(index) * Double(own.count - 1) / Double(rows.count - 1) : 0
      let low = min(Int(place), own.count - 1)
      let high = min(low + 1, own.count - 1)
      let between = Double(met[low]) + (place - Double(low)) * Double(met[high] - met[low])
      frames[index] = Int(between.rounded())
    }
    self.frames = frames
  }

  /// At most ``most`` places, even, first and last among them.
  private static func thinned(_ count: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { Int((Double($0) * Double(count - 1) / Double(most - 1)).rounded()) }
  }
}
