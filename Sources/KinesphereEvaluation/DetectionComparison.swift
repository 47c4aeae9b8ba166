import Foundation
import Kinesphere
import KinesphereData

/// Ways of finding the dancer, measured on synthetic scenes with the truth of every pixel: the paper's argument (section
/// 3.2, doi:10.3389/fnbot.2026.1743288) that differences of frames leave holes, optical flow is slow and background
/// subtraction wins.
///
/// Intersection over union of all silhouettes of a frame together with the truth, mean over the frames that show somebody;
/// a frame in which nobody is found counts 0. Depth is compared with the pixels whose readings are the dancers', gray with
/// the clean outline. The first second, which shows the room empty, teaches the room.
public struct DetectionComparison: Sendable, Encodable {
  /// One method on one kind of picture in one scene.
  public struct Row: Sendable, Encodable {
    public let scene: String
    /// `depth` or `gray`.
    public let picture: String
    public let method: String
    /// Mean intersection over union, 0 to 1.
    public let overlap: Double
    /// Share of the frames with an overlap below one half, 0 to 1.
    public let lostShare: Double
    /// A frame, median, one thread.
    public let microseconds: Double
  }

  public var format = "kinesphere-detection"
  public var version = 1
  public let seeds: [UInt64]
  public private(set) var rows: [Row] = []

  /// Frames that teach the room.
  public static let learningFrames = 28

  public init(seeds: [UInt64]) { self.seeds = seeds }

  /// Measures a method on a scene's depth, over all seeds.
  public mutating func measure(
    _ name: SyntheticScene.Name, depth method: String, clock: () -> UInt64,
    detector make: (Camera) -> any Detector<DepthFrame>
  ) throws {
    var tally = OverlapTally()
    for seed in seeds {
      let recording = SyntheticSceneRecording(.named(name, seed: seed))
      var frame = recording.makeFrame()
      var detector = make(frame.camera)
      var truths = DelayedTruth(delay: detector.delay)
      while try recording.read(into: &frame) == .frame {
        let start = clock()
        let detection = try detector.detect(in: frame)
        let spent = clock() - start
        guard let truth = truths.next(recording.readingMask()), !detection.isLearning else { continue }
        tally.add(detector.silhouettes, truth: truth, nanoseconds: spent)
      }
    }
    rows.append(tally.row(scene: name.rawValue, picture: "depth", method: method))
  }

  /// The same on gray pictures.
  public mutating func measure(
    _ name: SyntheticScene.Name, gray method: String, clock: () -> UInt64,
    detector make: (Int, Int) -> any Detector<VideoFrame>
  ) throws {
    var tally = OverlapTally()
    for seed in seeds {
      let recording = SyntheticSceneVideo(.named(name, seed: seed))
      var frame = recording.makeFrame()
      var detector = make(frame.width, frame.height)
      var truths = DelayedTruth(delay: detector.delay)
      while try recording.read(into: &frame) == .frame {
        let start = clock()
        let detection = try detector.detect(in: frame)
        let spent = clock() - start
        guard let truth = truths.next(recording.truth.mask()), !detection.isLearning else { continue }
        tally.add(detector.silhouettes, truth: truth, nanoseconds: spent)
      }
    }
    rows.append(tally.row(scene: name.rawValue, picture: "gray", method: method))
  }

  /// A table for people.
  public var text: String {
    let head = "scene              picture  method            IoU    lost   µs/frame"
    return
      ([head]
      + rows.map { row in
        row.scene.padding(toLength: 19, withPad: " ", startingAt: 0)
          + row.picture.padding(toLength: 9, withPad: " ", startingAt: 0)
          + row.method.padding(toLength: 16, withPad: " ", startingAt: 0)
          + String(format: "%.3f  %4.1f %%  %8.0f", row.overlap, row.lostShare * 100, row.microseconds)
      }).joined(separator: "\n")
  }

  /// JSON as docs/detection.schema.json tells.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// The truth of the frame that a delayed detector speaks of.
private struct DelayedTruth {
  let delay: Int
  private var waiting: [PixelMask] = []

  init(delay: Int) { self.delay = delay }

  /// Takes the newest frame's truth; nil while there is no older one.
  mutating func next(_ truth: PixelMask) -> PixelMask? {
    waiting.append(truth)
    return waiting.count > delay ? waiting.removeFirst() : nil
  }
}

/// Sums over the frames of one row.
struct OverlapTally {
  private var sum = 0.0
  private var frames = 0
  private var lost = 0
  private var durations = DurationHistogram()

  mutating func add(_ silhouettes: [Silhouette], truth: PixelMask, nanoseconds: UInt64) {
    durations.add(nanoseconds: nanoseconds)
    // Somebody of whom a hand is in the picture is nobody yet.
    guard truth.count > truth.width * truth.height / 500 else { return }
    let overlap = Self.overlap(silhouettes, truth)
    sum += overlap
    frames += 1
    if overlap < 0.5 { lost += 1 }
  }

  /// Intersection over union of all silhouettes together with a mask, 0 to 1.
  static func overlap(_ silhouettes: [Silhouette], _ truth: PixelMask) -> Double {
    var (both, either) = (0, 0)
    for y in 0..<truth.height {
      for x in 0..<truth.width {
        let isFound = silhouettes.contains { $0.mask.storage[y * truth.width + x] != 0 }
        let isTrue = truth[x, y]
        both += isFound && isTrue ? 1 : 0
        either += isFound || isTrue ? 1 : 0
      }
    }
    return either == 0 ? 1 : Double(both) / Double(either)
  }

  func row(scene: String, picture: String, method: String) -> DetectionComparison.Row {
    DetectionComparison.Row(
      scene: scene, picture: picture, method: method, overlap: frames == 0 ? 0 : sum / Double(frames),
      lostShare: frames == 0 ? 0 : Double(lost) / Double(frames), microseconds: (durations.p50 ?? 0) * 1000)
  }
}

extension Detection {
  var isLearning: Bool {
    if case .learning = self { true } else { false }
  }
}
