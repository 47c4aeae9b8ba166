import Kinesphere
import KinesphereData

/// Changes a window of observations as another encoder, camera, pace or loss of sight might have.
///
/// A window speaks of its last observation, the instant: that one is never lost. Two views of one window predict the same
/// instant from windows that overlap: `shift` lets one begin later, `stretch` lets time run at another pace in it.
public struct WindowAugmentation: Sendable, Equatable, Codable {
  /// Standard deviation of even noise on every number, in units of that number's own deviation over the training side.
  public var noise: Float = 0
  /// Probability that an observation before the last is lost, as a damaged frame is.
  public var lostFrames: Float = 0
  /// Probability that a key-point is out of sight up to the last observation: it stays where it was relative to the body's
  /// centre for 1 ... `longestLoss` observations. Nothing in the preset `channels`.
  public var lostPoints: Float = 0
  public var longestLoss = 6
  /// Most observations by which the window begins later; one is always left.
  public var shift = 0
  /// Largest relative change of pace; speeds change along, numbers between two observations are on the line between them.
  public var stretch: Float = 0
  /// Largest turn about the vertical through the body's centre, degrees. In the preset `crop` alone: the seven channels are
  /// measured in the picture (but for the silhouette's profile they do not change by a turn), and of a part's extent
  /// the preset `parts` knows too little to turn it.
  public var turn: Float = 0

  public init() {}

  /// Nothing changes.
  public static var none: WindowAugmentation { WindowAugmentation() }

  /// The window of a sequence that ends at `position` and reaches back at most `limit` observations, changed.
  /// `deviation` is that of every number, `[width]`.
  func view(
    of sequence: ObservationSequence, endingAt position: Int, steps limit: Int, deviation: [Float],
    using generator: inout SeededGenerator
  ) -> WindowView {
    let whole = sequence.window(endingAt: position, steps: limit)
    guard self != .none else {
      let width = sequence.width
      return WindowView(
        inputs: Array(sequence.inputs[whole.lowerBound * width..<whole.upperBound * width]), width: width)
    }
    let begin = whole.lowerBound + generator.index(below: min(shift, whole.count - 1) + 1)
    let pace = 1 + generator.uniform(-stretch, stretch)
    var times: [Float] = []
    for step in 0..<limit {
      let time = Float(position) - Float(step) * pace
      if time < Float(begin) { break }
      if step == 0 || !generator.chance(lostFrames) { times.append(time) }
    }
    var view = WindowView(sequence, times: times.reversed(), pace: pace)
    view.losePoints(chance: lostPoints, longest: longestLoss, using: &generator)
    if turn > 0 { view.turn(byDegrees: generator.uniform(-turn, turn)) }
    view.addNoise(noise, deviation: deviation, using: &generator)
    return view
  }
}

/// A window of observations as a network sees it, and the turn that coordinates of its instant take with it.
struct WindowView {
  /// `[count, width]`.
  private(set) var inputs: [Float]
  let width: Int
  private var sine: Float = 0
  private var cosine: Float = 1

  init(inputs: [Float], width: Int) {
    self.inputs = inputs
    self.width = width
  }

  /// Observations of a sequence at times counted in observations; between two of them on the line, but for the
  /// gait's phase, which jumps from 1 to 0: the nearer one's.
  init(_ sequence: ObservationSequence, times: [Float], pace: Float) {
    width = sequence.width
    inputs = []
    inputs.reserveCapacity(times.count * width)
    let channels = width - MotionChannels.count
    for time in times {
      let first = Int(time)
      let share = time - Float(first)
      let one = first * width
      let other = share > 0 ? one + width : one
      for index in 0..<width {
        let value = sequence.inputs[one + index]
        inputs.append(value + (sequence.inputs[other + index] - value) * share)
      }
      let row = inputs.count - width
      inputs[row + channels + 2] = sequence.inputs[(share < 0.5 ? one : other) + channels + 2]
      inputs[row + channels + 5] *= pace
      inputs[row + channels + 6] *= pace
    }
  }

  var count: Int { inputs.count / width }

  /// What the output is added to, `[54]`: the key-points of the last observation, or zeros where none are observed.
  var base: ArraySlice<Float> {
    guard hasPoints else { return [Float](repeating: 0, count: LSTMCNN.outputs)[...] }
    return inputs[inputs.count - width..<inputs.count - width + LSTMCNN.outputs]
  }

  private var hasPoints: Bool { width > MotionChannels.count }

  /// 54 coordinates relative to the body's centre, turned as the view was.
  func turned(_ coordinates: ArraySlice<Float>) -> [Float] {
    var result = Array(coordinates)
    turn(&result, at: 0)
    return result
  }

  private func turn(_ values: inout [Float], at first: Int) {
    for point in 0..<KeyPoint.count {
      let x = first + point * 3
      (values[x], values[x + 2]) = (
        cosine * values[x] + sine * values[x + 2], cosine * values[x + 2] - sine * values[x]
      )
    }
  }

  fileprivate mutating func losePoints(
    chance: Float, longest: Int, using generator: inout SeededGenerator
  ) {
    guard hasPoints, chance > 0 else { return }
    for point in 0..<KeyPoint.count where generator.chance(chance) {
      let length = 1 + generator.index(below: longest)
      let source = count - 1 - length
      guard source >= 0 else { continue }
      for step in source + 1..<count {
        for index in [3 * point, 3 * point + 1, 3 * point + 2, LSTMCNN.outputs + point] {
          inputs[step * width + index] = inputs[source * width + index]
        }
      }
    }
  }

  fileprivate mutating func turn(byDegrees degrees: Float) {
    guard hasPoints else { return }
    (sine, cosine) = CropMove.sineCosine(degrees)
    for step in 0..<count { turn(&inputs, at: step * width) }
  }

  fileprivate mutating func addNoise(
    _ noise: Float, deviation: [Float], using generator: inout SeededGenerator
  ) {
    guard noise > 0 else { return }
    // An even number between -b and b has the deviation b / sqrt(3).
    let bounds = deviation.map { $0 * noise * Float(3).squareRoot() }
    for step in 0..<count {
      for index in 0..<width {
        inputs[step * width + index] += generator.uniform(-bounds[index], bounds[index])
      }
    }
  }
}
