import Kinesphere
import KinesphereData

/// Measures a model's key-points on a labelled data set by a named protocol.
///
/// Every recording of the protocol's subjects is tracked from its start with the runtime's own tracker. Conventions and
/// baselines are learned on the training subjects; the test subjects are scored only.
public struct KeyPointEvaluation {
  public let plan: KeyPointProtocol
  private let network: PoseNetwork
  private let skeleton: NetworkWeights.Skeleton
  private let timing: LabelTiming

  /// `skeleton` says whether the network's answers are in Kinect's convention already, `timing` whether the labels of both
  /// sides are moved to the instants of the depth.
  public init(
    _ plan: KeyPointProtocol, network: PoseNetwork, skeleton: NetworkWeights.Skeleton,
    timing: LabelTiming = .asRecorded
  ) {
    self.plan = plan
    self.timing = timing
    self.network = network
    self.skeleton = skeleton
  }

  /// Tracks and scores the recordings below `folder`; `progress` is told the recordings done and their number before each
  /// of them, and may throw to stop.
  ///
  /// Throws ``EvaluationError`` where the folder lacks recordings or subjects, and what reading throws.
  public func report(
    on folder: String, progress: (_ done: Int, _ count: Int) throws -> Void = { _, _ in }
  ) throws -> KeyPointReport {
    let subjects = plan.trainSubjects.union(plan.testSubjects)
    let recordings = try NamedRecording.list(in: folder, of: plan.dataSet).filter {
      subjects.contains($0.name.subject)
    }
    var sides = (train: Side(), test: Side())
    for (index, recording) in recordings.enumerated() {
      try progress(index, recordings.count)
      let observed = try ObservedRecording(recording, network: network, timing: timing)
      if plan.trainSubjects.contains(recording.name.subject) {
        sides.train.add(observed, name: recording.name)
      } else {
        sides.test.add(observed, name: recording.name)
      }
    }
    for (side, name, wanted) in [
      (sides.train, "training", plan.trainSubjects), (sides.test, "test", plan.testSubjects),
    ] where side.frames == 0 {
      throw EvaluationError(
        file: folder, expected: "labelled recordings of \(name) subjects \(wanted.sorted())",
        actual: "there are none")
    }
    return score(sides.train, sides.test)
  }

  /// One side of the split.
  private struct Side {
    var recordings: [ObservedRecording] = []
    var excluded: [String] = []

    mutating func add(_ observed: ObservedRecording?, name: SequenceName) {
      if let observed { recordings.append(observed) } else { excluded.append("\(name)") }
    }

    var frames: Int { recordings.reduce(0) { $0 + $1.frames.count } }
    var pairs: PosePairs { PosePairs(recordings.flatMap { $0.frames.map(\.pair) }) }

    var summary: KeyPointReport.Side {
      .init(
        subjects: Set(recordings.flatMap { $0.frames.prefix(1).map(\.pair.subject) }).sorted(),
        recordings: recordings.count, frames: frames, framesLost: recordings.reduce(0) { $0 + $1.lost },
        excluded: excluded)
    }
  }

  private func score(_ train: Side, _ test: Side) -> KeyPointReport {
    let (learned, tested) = (train.pairs, test.pairs)
    var results = [result(.asTracked, tested)]
    if skeleton == .anatomical && plan.hasKinectConvention {
      results.append(result(.kinectConvention, tested.inKinectConvention()))
    }
    results.append(result(.lessConstant, ConventionCorrection.learnConstant(from: learned)(tested)))
    if let map = ConventionCorrection.learnLinear(from: learned) {
      results.append(result(.linearMap, map(tested)))
    }
    var baselines = KeyPointBaselines()
    for recording in train.recordings { baselines.learn(recording) }
    results.append(result(.meanPose, PosePairs(test.recordings.flatMap(baselines.meanPose))))
    if let regression = baselines.linearRegression() {
      results.append(result(.linearRegression, PosePairs(test.recordings.flatMap { regression($0) })))
    }
    let labels = tested.pairs.map { ($0.label, $0.subject) }
    return KeyPointReport(
      protocolName: plan.name, labelTiming: timing, isRelative: plan.isRelative, train: train.summary,
      test: test.summary,
      labelNoise: LabelNoise(labels), crossedLegs: CrossedLegs.shares(labels), results: results)
  }

  private func result(_ name: KeyPointReport.Name, _ pairs: PosePairs) -> KeyPointReport.Result {
    let compared = plan.isRelative ? pairs.relativeToRoot() : pairs
    return KeyPointReport.Result(
      name: name, score: KeyPointScore(compared), pixelError: pairs.pixelError(camera: plan.camera),
      withoutCrossedLegs: compared.withoutCrossedLegs().map { KeyPointScore($0) })
  }
}

extension PosePairs {
  /// Mean distance in pixels between predictions and labels as `camera` shows them; NaN where nothing can be compared.
  public func pixelError(camera: Camera) -> Double {
    var (sum, count) = (0.0, 0)
    for pair in pairs {
      for point in KeyPoint.allCases
      where pair.isLabelled(point) && pair.label[point].z > 0 && pair.predicted[point].z > 0 {
        let offset = camera.project(pair.predicted[point]) - camera.project(pair.label[point])
        sum += Double((offset * offset).sum().squareRoot())
        count += 1
      }
    }
    return count == 0 ? .nan : sum / Double(count)
  }
}
