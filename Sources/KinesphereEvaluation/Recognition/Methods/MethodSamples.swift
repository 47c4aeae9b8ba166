import Foundation
import Kinesphere
import KinesphereData

/// A sequence with its name and the rows that a method keeps of it.
public struct DescribedSequence: Sendable {
  public let name: SequenceName
  public let rows: [[Float]]

  public init(name: SequenceName, rows: [[Float]]) { (self.name, self.rows) = (name, rows) }
}

/// Reads a data set's recordings once, into the rows of one or several methods; no cloud outlives its sequence.
public struct MethodSamples {
  private let network: PoseNetwork
  public private(set) var methods: [any RecognitionMethod]
  /// For each method its samples, and the recordings that gave it no rows: damaged, or nobody moves.
  public private(set) var samples: [[DescribedSequence]]
  public private(set) var lost: [[String]]
  private var seconds: [Double] = []

  public init(network: PoseNetwork, methods: [any RecognitionMethod]) {
    self.network = network
    self.methods = methods
    samples = [[DescribedSequence]](repeating: [], count: methods.count)
    lost = [[String]](repeating: [], count: methods.count)
  }

  /// The median of the time for a sequence, for all methods together.
  public var secondsPerSample: Double {
    seconds.isEmpty ? 0 : seconds.sorted()[(seconds.count - 1) / 2]
  }

  /// Adds a recording to every method. Throws where its camera is not known.
  public mutating func add(_ recording: NamedRecording) throws {
    let start = ContinuousClock.now
    guard let sequence = try observe(recording) else {
      for index in methods.indices { lost[index].append("\(recording.name)") }
      return
    }
    try add(sequence, name: recording.name)
    seconds.append((ContinuousClock.now - start) / .seconds(1))
  }

  /// Adds an observed sequence to every method.
  public mutating func add(_ sequence: ObservedSequence, name: SequenceName) throws {
    for index in methods.indices {
      let rows = try methods[index].describe(sequence)
      if rows.isEmpty {
        lost[index].append("\(name)")
      } else {
        samples[index].append(DescribedSequence(name: name, rows: rows))
      }
    }
  }

  /// Nil where the file is damaged.
  private func observe(_ recording: NamedRecording) throws -> ObservedSequence? {
    let source: any Recording
    do { source = try Recordings.open(path: recording.path) } catch { return nil }
    guard let camera = source.header.camera else {
      throw EvaluationError(
        file: recording.path, expected: "a recording whose camera is known", actual: "it says none")
    }
    var tracker = PoseTracker(
      network: network, camera: camera, detector: .segmented(width: camera.width, height: camera.height))
    var cloud = MotionCloud()
    var (poses, times): ([Pose], [Double]) = ([], [])
    var frame = source.makeFrame()
    while true {
      let outcome: FrameOutcome
      do { outcome = try source.read(into: &frame) } catch { return nil }
      if outcome == .end { break }
      guard outcome == .frame else { continue }
      let tracked = try tracker.poses(in: frame)
      guard tracked.status == .ok else { continue }
      cloud.append(frame, mask: tracker.silhouette.mask)
      poses.append(tracked.pose)
      times.append(tracked.time)
    }
    return ObservedSequence(cloud: cloud, poses: poses, times: times)
  }
}
