import Foundation
import Kinesphere
import KinesphereData

/// How well actions are found in streams of people nobody learned from; `--json` writes it (docs/spotting.schema.json).
public struct SpottingReport: JSONReport, Sendable {
  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", method, actions, train, streams, minutes, segments,
      found, right,
      precision, recall, f1, medianDelay, ninetiethDelay, microsecondsPerFrame, threshold, durations,
      perAction
  }

  private let format = "kinesphere-spotting"
  private let version = 1
  public var protocolName = ""
  public var method = ""
  public let actions: [String]
  /// Sequences that were learned from.
  public var train = 0
  public let streams: Int
  public let minutes: Double
  /// Actions that are there, that were told, and that were told right: the same action, overlapping by half or more (the
  /// time of both over the time of either), each counted once.
  public let segments, found, right: Int
  public let precision, recall, f1: Double
  /// From an action's true end to when it was told, seconds.
  public let medianDelay, ninetiethDelay: Double
  /// Time of the spotter alone, tracking not included.
  public let microsecondsPerFrame: Double
  public let threshold: Float
  public let durations: [Double]
  /// Share of each action's segments that were found.
  public let perAction: [String: Double]

  /// Runs a spotter over streams. Throws where the model was not made for streams.
  public init(_ model: ActionModel, on streams: [PoseStream]) throws {
    guard let fresh = ActionSpotter(model) else {
      throw EvaluationError(
        file: "model", expected: "one made for streams", actual: "it is for whole recordings")
    }
    var tally = Tally()
    let clock = ContinuousClock()
    var (elapsed, frames) = (Duration.zero, 0)
    for stream in streams {
      var spotter = fresh
      var told: [ActionSpotter.Found] = []
      let start = clock.now
      for (pose, time) in zip(stream.poses, stream.times) {
        if let action = spotter.add(pose, at: time) { told.append(action) }
      }
      if let action = spotter.finish() { told.append(action) }
      elapsed += clock.now - start
      frames += stream.poses.count
      tally.add(told, of: stream)
    }
    self.streams = streams.count
    actions = model.configuration.actions
    minutes = streams.reduce(0) { $0 + ($1.times.last ?? 0) } / 60
    segments = tally.there.values.reduce(0, +)
    found = tally.told
    right = tally.right.values.reduce(0, +)
    precision = Double(right) / Double(max(1, found))
    recall = Double(right) / Double(max(1, segments))
    f1 = 2 * Double(right) / Double(max(1, found + segments))
    let delays = tally.delays.sorted()
    medianDelay = delays.isEmpty ? 0 : delays[(delays.count - 1) / 2]
    ninetiethDelay = delays.isEmpty ? 0 : delays[(delays.count - 1) * 9 / 10]
    microsecondsPerFrame = elapsed / .microseconds(1) / Double(max(1, frames))
    threshold = model.configuration.spotting?.threshold ?? 0
    durations = model.configuration.spotting?.durations ?? []
    let names = actions
    perAction = Dictionary(
      uniqueKeysWithValues: tally.there.map { (names[$0], Double(tally.right[$0] ?? 0) / Double($1)) })
  }

  private struct Tally {
    var there: [Int: Int] = [:]
    var right: [Int: Int] = [:]
    var told = 0
    var delays: [Double] = []

    mutating func add(_ found: [ActionSpotter.Found], of stream: PoseStream) {
      told += found.count
      var left = stream.segments
      for segment in left { there[segment.action, default: 0] += 1 }
      for action in found {
        guard
          let place = left.firstIndex(where: {
            $0.action == action.action && $0.overlap(action.start, action.end) >= 0.5
          })
        else { continue }
        let segment = left.remove(at: place)
        right[segment.action, default: 0] += 1
        delays.append(action.told - segment.end)
      }
    }
  }

  public var text: String {
    """
    protocol \(protocolName): \(method)
    learned from \(train) sequences; \(streams) streams of others, \(String(format: "%.1f", minutes)) minutes, \(segments) \
    actions of \(actions.count) kinds
    told \(found), right \(right): precision \(Self.percent(precision)), recall \(Self.percent(recall)), F1 \
    \(String(format: "%.3f", f1)) at half overlap
    told \(String(format: "%.2f", medianDelay)) s after the end (median; nine of ten within \
    \(String(format: "%.2f", ninetiethDelay)) s)
    \(String(format: "%.0f", microsecondsPerFrame)) µs a frame beside tracking
    found least: \(perAction.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(5)
      .map { "\($0.key) \(Self.percent($0.value))" }.joined(separator: ", "))
    """
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
