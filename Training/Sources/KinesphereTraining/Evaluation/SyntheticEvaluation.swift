import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// How well a whole model follows synthetic dancers that nobody trained on: the runtime's tracker, frame by frame.
///
/// People, poses, tempi and pictures follow from the seed; take one that no recipe trains with. Without clips every dance is
/// a choreography of random key poses; with clips all of them are captured, and then only clips that the model did not
/// learn from (`data.heldClips`) tell how it fares with new ones. Nothing stands before the dancer unless the settings say
/// so.
public struct SyntheticEvaluation: Sendable {
  /// What is filmed.
  public struct Configuration: Sendable, Equatable, Codable {
    public var seed: UInt64 = 990_001
    public var dances = 100
    public var framesPerDance = 90
    public var crops: SyntheticCrops.Configuration

    public init() {
      crops = SyntheticCrops.Configuration()
      crops.faults.occlusionChance = 0
    }
  }

  public struct Result: Sendable, Equatable, Codable {
    /// Against the model's own kind of skeleton: all key-points, those that the camera sees, and the others.
    public var all, seen, hidden: KeyPointScore
    /// What the confidences tell.
    public var confidence: ConfidenceScore
    /// Frames without a pose, which the scores leave out.
    public var framesLost: Int
  }

  private let configuration: Configuration
  private let supply: SyntheticSequences

  public init(_ configuration: Configuration, clips: [MotionClip], skeleton: NetworkWeights.Skeleton) {
    self.configuration = configuration
    supply = SyntheticSequences(
      seed: configuration.seed, settings: configuration.crops, clips: clips,
      frameCount: configuration.framesPerDance, skeleton: skeleton, capturedShare: 1)
  }

  /// Films and tracks every dance; `progress` is told the dances done.
  public func score(
    _ network: PoseNetwork, threads: Int = 1, progress: (Int) -> Void = { _ in }
  ) throws -> Result {
    let dances = try OrderedWork.map(configuration.dances, threads: threads, progress: progress) { dance in
      try track(dance, network)
    }
    let pairs = dances.flatMap(\.pairs)
    return Result(
      all: KeyPointScore(PosePairs(pairs)),
      seen: KeyPointScore(PosePairs(pairs.map { Self.part(of: $0, isSeen: true) })),
      hidden: KeyPointScore(PosePairs(pairs.map { Self.part(of: $0, isSeen: false) })),
      confidence: ConfidenceScore(pairs), framesLost: dances.reduce(0) { $0 + $1.lost })
  }

  private func track(_ dance: Int, _ network: PoseNetwork) throws -> (pairs: [PosePairs.Pair], lost: Int) {
    var pairs: [PosePairs.Pair] = []
    var lost = 0
    var tracker: PoseTracker?
    try supply.film(dance) { frame, truth, _ in
      var own =
        tracker
        ?? PoseTracker(
          network: network, camera: frame.camera,
          detector: .segmented(width: frame.camera.width, height: frame.camera.height))
      tracker = nil
      let tracked = try own.poses(in: frame)
      tracker = own
      if tracked.status == .ok {
        pairs.append(PosePairs.Pair(predicted: tracked.pose, label: truth, subject: dance))
      } else {
        lost += 1
      }
    }
    return (pairs, lost)
  }

  /// The pair with the labels of the other key-points taken away.
  private static func part(of pair: PosePairs.Pair, isSeen: Bool) -> PosePairs.Pair {
    var part = pair
    for point in KeyPoint.allCases where (pair.label.confidence[point.rawValue] > 0) != isSeen {
      part.label[point] = SIMD3(repeating: .nan)
    }
    return part
  }
}
