import Foundation
import Kinesphere
import KinesphereData

/// What fitting weights to one dancer is worth: before and after, on recordings that the fit did not see.
///
/// The repetitions of a data set's actions are takes of other moments. The fit sees every action's repetition `draw`, with the labels
/// of a few of its frames, evenly spread; measured are the other repetitions. Frame by frame, by the runtime's encoder.
public struct AdaptationEvaluation {
  /// One fit: a dancer and a draw.
  public struct Outcome: Sendable, Codable {
    public let subject, draw: Int
    /// Labelled frames that the fit used, and frames that are measured.
    public let labels, frames: Int
    public let before, after: Scores
  }

  private let start: NetworkWeights
  private let takes: [RecordedCrops.Take]
  private let configuration: Adaptation.Configuration

  /// `folder` is the data set's. Throws where `start` does not answer in Kinect's convention, as the labels are.
  public init(_ start: NetworkWeights, folder: String, configuration: Adaptation.Configuration) throws {
    guard start.configuration.skeleton == .kinect else {
      throw TrainingError(
        .data, at: start.source, expected: "weights of Kinect's skeleton, as the recordings' labels are",
        actual: "they are of the anatomical one (measure those by `kinesphere evaluate`)")
    }
    self.start = start
    self.configuration = configuration
    takes = try RecordedCrops.takes(in: folder, timing: configuration.labelTiming)
  }

  /// Fits to `subject` by its repetition `draw` with the labels of a share of all the subject's frames, and measures every `every`-th
  /// frame of the other repetitions.
  public func outcome(
    subject: Int, draw: Int, share: Double, every: Int, shouldStop: @escaping () -> Bool = { false }
  ) throws -> Outcome {
    let own = takes.filter { $0.name.subject == subject }
    let shown = own.filter { $0.name.trial == draw }
    let rest = own.filter { $0.name.trial != draw }
    guard !shown.isEmpty, !rest.isEmpty else {
      throw TrainingError(
        .data, at: "subject \(subject)", expected: "recordings of repetition \(draw) and of others",
        actual: "there are \(shown.count) and \(rest.count)")
    }
    var settings = configuration
    settings.seed = UInt64(draw)
    // Every frame, so that the share is of frames, not of those that a thinning left.
    settings.every = 1
    settings.labelEvery = try interval(of: share, shown: shown, all: own)
    let adapted = try Adaptation(start, settings).run(shown.map(\.path), shouldStop: shouldStop)
    let test = try RecordedCrops.read(rest, every: every, threads: settings.threads)
    return Outcome(
      subject: subject, draw: draw, labels: adapted.labels, frames: test.count,
      before: try Self.scores(of: start, on: test), after: try Self.scores(of: adapted.weights, on: test))
  }

  /// Every how many of the shown frames have a label, so that at most a share of all frames has one.
  private func interval(of share: Double, shown: [RecordedCrops.Take], all: [RecordedCrops.Take]) throws
    -> Int
  {
    func frames(_ takes: [RecordedCrops.Take]) throws -> Double {
      try takes.reduce(0) { sum, take in
        guard let count = try Recordings.open(path: take.path).header.frameCount else {
          throw TrainingError(
            .data, at: take.path, expected: "a recording that says how many frames it has",
            actual: "it does not")
        }
        return sum + Double(count)
      }
    }
    let (wanted, there) = (share * (try frames(all)), try frames(shown))
    guard wanted > 0, wanted <= there else {
      throw TrainingError(
        .data, at: "subject \(all[0].name.subject)",
        expected: "a share of at most \(there / (try frames(all))), the part of the takes that are shown",
        actual: "it is \(share)")
    }
    // Rounded up: never more labels than the share.
    return Int((there / wanted - 1e-9).rounded(.up))
  }

  private static func scores(of weights: NetworkWeights, on set: CropSet) throws -> Scores {
    guard var encoder = try weights.makeEncoder() else { return ErrorSums().scores }
    var sums = ErrorSums()
    var crop = [Float](repeating: 0, count: CropSet.pixels)
    for sample in 0..<set.count {
      set.read(sample, into: &crop)
      let estimate = encoder.estimate(crop)
      let target = Array(set.points[sample * CropSet.coordinates..<(sample + 1) * CropSet.coordinates])
      sums.add(
        predicted: (0..<CropSet.coordinates).map { estimate.points[$0 / 3][$0 % 3] }, target: target,
        known: target.map { $0.isFinite ? 1 : 0 }, unit: 1)
    }
    return sums.scores
  }
}
