import Foundation
import Kinesphere
import KinesphereData

/// Reads a data set's recordings into numbers.
public struct ActionSamples: Sendable {
  private let network: PoseNetwork
  private let configuration: ActionFeatures.Configuration
  public private(set) var samples: [ActionSample] = []
  /// Recordings that gave no numbers: damaged, or nobody moves.
  public private(set) var lost: [String] = []
  private var seconds: [Double] = []
  private var describing: [Double] = []

  public init(network: PoseNetwork, _ configuration: ActionFeatures.Configuration = .init()) {
    self.network = network
    self.configuration = configuration
  }

  /// The median of the time from the last frame's pose to the numbers: maps, histograms, key-points.
  public var secondsToDescribe: Double {
    describing.isEmpty ? 0 : describing.sorted()[(describing.count - 1) / 2]
  }

  /// The median of the time for a sequence, reading and tracking included.
  public var secondsPerSample: Double {
    seconds.isEmpty ? 0 : seconds.sorted()[(seconds.count - 1) / 2]
  }

  /// Adds a recording; one that cannot be read, or shows nobody move, is noted in ``lost``. Throws where its camera is not known.
  public mutating func add(_ recording: NamedRecording) throws {
    let start = ContinuousClock.now
    guard let features = try features(of: recording) else {
      lost.append("\(recording.name)")
      return
    }
    seconds.append((ContinuousClock.now - start) / .seconds(1))
    samples.append(ActionSample(name: recording.name, features: features))
  }

  /// Films a synthetic performance and adds it.
  public mutating func add(
    _ entry: SyntheticActionSet.Entry, seed: UInt64 = RecognitionProtocol.syntheticSeed
  ) throws {
    let start = ContinuousClock.now
    let performance = SyntheticPerformance(
      entry.action, by: entry.performer, repetition: entry.repetition, seed: seed)
    var stage = SyntheticStage(camera: performance.camera)
    var features = ActionFeatures(tracker: tracker(performance.camera), configuration)
    for frame in 0..<performance.count {
      performance.film(frame, on: &stage)
      try features.add(stage.frame(at: performance.time(of: frame)))
    }
    guard let numbers = finish(&features) else {
      lost.append("\(entry.sequence)")
      return
    }
    seconds.append((ContinuousClock.now - start) / .seconds(1))
    samples.append(ActionSample(name: entry.sequence, features: numbers))
  }

  private func tracker(_ camera: Camera) -> PoseTracker {
    PoseTracker(
      network: network, camera: camera, detector: .segmented(width: camera.width, height: camera.height))
  }

  private mutating func features(of recording: NamedRecording) throws -> [Float]? {
    let source: any Recording
    do { source = try Recordings.open(path: recording.path) } catch { return nil }
    guard let camera = source.header.camera else {
      throw EvaluationError(
        file: recording.path, expected: "a recording whose camera is known", actual: "it says none")
    }
    var features = ActionFeatures(tracker: tracker(camera), configuration)
    var frame = source.makeFrame()
    while true {
      let outcome: FrameOutcome
      do { outcome = try source.read(into: &frame) } catch { return nil }
      if outcome == .end { break }
      if outcome == .frame { try features.add(frame) }
    }
    return finish(&features)
  }

  private mutating func finish(_ features: inout ActionFeatures) -> [Float]? {
    let start = ContinuousClock.now
    let numbers = features.finish()
    describing.append((ContinuousClock.now - start) / .seconds(1))
    return numbers
  }
}
