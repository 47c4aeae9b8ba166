import Kinesphere
import KinesphereData
import RealModule

/// Learns to find actions in a stream: ``ActionSpotter``'s model.
///
/// The examples are windows of streams: each action as it is, windows that miss it by little, and as what is none of the actions
/// windows that hold a piece of one or pieces of two.
public struct SpottingLearning: Sendable {
  public let names: [String]
  public var features = ActionFeatures.Configuration.keyPointsAlone
  public var seed: UInt64 = 1
  /// Actions in a stream.
  public var length = 10
  /// Lengths of windows that are looked through.
  public var durationCount = 5
  /// Windows near an action that are taken for it, and windows that are none, for each action.
  public var nearCount = 1
  public var noneCount = 2
  /// See ``ActionLearning/measuresUnknown``.
  public var measuresUnknown = true

  public init(names: [String]) { self.names = names }

  /// Throws where fewer than two actions have examples.
  public func learn(_ sequences: [PoseSequence]) throws -> ActionLearning.Learned {
    let streams = PoseStream.streams(of: sequences, length: length, seed: seed)
    let durations = durations(streams)
    var examples: [ActionLearning.Example] = []
    for (index, stream) in streams.enumerated() {
      var generator = SeededGenerator(seed: seed, stream: 32, index: UInt64(index))
      append(stream, durations, using: &generator, to: &examples)
    }
    var learning = ActionLearning(names: names, features: features)
    learning.measuresUnknown = measuresUnknown
    let learned = try learning.learn(examples)
    var configuration = learned.model.configuration
    configuration.spotting = ActionModel.Spotting(
      durations: durations, threshold: Float(Self.threshold(learned.scores, examples)))
    return ActionLearning.Learned(
      model: ActionModel(configuration, weights: learned.model.weights, constants: learned.model.constants),
      cost: learned.cost, accuracy: learned.accuracy, knownAccepted: learned.knownAccepted,
      unknownRefused: learned.unknownRefused, area: learned.area, scores: learned.scores)
  }

  /// Lengths between the twentieth of the shortest and of the longest actions, in equal ratios.
  private func durations(_ streams: [PoseStream]) -> [Double] {
    let all = streams.flatMap { $0.segments.map { $0.end - $0.start } }.sorted()
    guard let last = all.indices.last else { return [] }
    let (low, high) = (all[last / 20], all[last - last / 20])
    let ratio = high / low
    return (0..<durationCount).map { index in
      low * Double.pow(ratio, Double(index) / Double(max(1, durationCount - 1)))
    }
  }

  private func append(
    _ stream: PoseStream, _ durations: [Double], using generator: inout SeededGenerator,
    to examples: inout [ActionLearning.Example]
  ) {
    func add(_ start: Double, _ end: Double, _ action: Int?) {
      guard let numbers = stream.features(from: start, to: end, features) else { return }
      examples.append(.init(features: numbers, action: action, person: stream.person))
    }
    let last = stream.times.last ?? 0
    for segment in stream.segments {
      add(segment.start, segment.end, segment.action)
      var (near, none) = (0, 0)
      // Windows about the action, as a spotter sees them.
      for _ in 0..<60 where near < nearCount || none < noneCount {
        let duration = durations[Int(generator.next() % UInt64(durations.count))]
        let slack = duration + segment.end - segment.start
        let end = segment.start + slack * Double(generator.uniform(0, 1))
        let start = end - duration
        guard start >= 0, end <= last else { continue }
        let overlap = stream.segments.map { $0.overlap(start, end) }.max() ?? 0
        if segment.overlap(start, end) > 0.75, near < nearCount {
          add(start, end, segment.action)
          near += 1
        } else if overlap < 0.5, none < noneCount {
          add(start, end, nil)
          none += 1
        }
      }
    }
  }

  /// The score with the best F1 over left-out people's windows; 0 where nobody can be left out.
  private static func threshold(_ scores: [[Double]], _ examples: [ActionLearning.Example]) -> Double {
    guard !scores.isEmpty else { return 0 }
    let tops = scores.map { $0.max() ?? 0 }
    let right = zip(scores, examples).map { $0.firstIndex(of: $0.max() ?? 0) == $1.action }
    let actions = examples.count { $0.action != nil }
    func worth(_ border: Double) -> Double {
      let told = tops.count { $0 >= border }
      let hits = zip(tops, right).count { $0 >= border && $1 }
      return 2 * Double(hits) / Double(told + actions)
    }
    let candidates = (-20...20).map { Double($0) / 20 }
    return candidates.max { worth($0) < worth($1) } ?? 0
  }
}
