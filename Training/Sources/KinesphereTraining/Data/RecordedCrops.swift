import Foundation
import Kinesphere
import KinesphereData

/// Crops and labels of a data set's recordings.
public struct RecordedCrops {
  /// A recording of a data set.
  public struct Take: Sendable {
    public let path: String
    public let name: SequenceName
    /// How its skeleton's frames are matched to the depth's.
    public var timing = LabelTiming.asRecorded

    /// The data set's folder, which holds `Depth`.
    var folder: String {
      ((path as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
    }
  }

  /// The depth recordings of a data set's folder in the order of action, subject and repetition.
  public static func takes(
    in folder: String, timing: LabelTiming = .asRecorded
  ) throws(TrainingError) -> [Take] {
    let depth = "\(folder)/Depth"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: depth)) ?? []
    let takes = names.compactMap { file -> Take? in
      guard file.hasSuffix(".mat") || file.hasSuffix(".bin"),
        let name = SequenceName((file as NSString).deletingPathExtension)
      else { return nil }
      return Take(path: "\(depth)/\(file)", name: name, timing: timing)
    }
    if takes.isEmpty {
      throw TrainingError(
        .data, at: depth, expected: "recordings named like a1_s1_t1_depth.mat or a01_s01_e01_sdepth.bin",
        actual: "none is there")
    }
    return takes.sorted { Self.order($0.name) < Self.order($1.name) }
  }

  private static func order(_ name: SequenceName) -> (Int, Int, Int) {
    (name.action, name.subject, name.trial)
  }

  /// Reads every `every`-th frame that has a crop and a label; without `isLabelled` every such frame with a crop, and no skeleton.
  /// Damaged frames are left out.
  ///
  /// `progress` is told the recordings done.
  public static func read(
    _ takes: [Take], every: Int, isLabelled: Bool = true, threads: Int = 1, progress: (Int) -> Void = { _ in }
  ) throws -> CropSet {
    var set = CropSet()
    set.sequences = takes.map {
      CropSet.Sequence(name: "\($0.name)", subject: $0.name.subject, action: $0.name.action)
    }
    let parts = try OrderedWork.map(takes.count, threads: threads, progress: progress) { index in
      var part = CropSet()
      var reader = Reader()
      try reader.read(takes[index], index: index, every: every, isLabelled: isLabelled, into: &part)
      return part
    }
    for part in parts { set.append(samplesOf: part) }
    return set
  }

  /// Files beside recordings that hold other things.
  private static let others = ["json", "csv", "txt", "md", "html", "svg", "safetensors"]

  /// The crops of all recordings in a folder, of any format, without labels; notes and key-points beside them are passed over.
  /// `progress` makes, of the number of recordings, what is told those done.
  static func unlabelled(
    in folder: String, every: Int, threads: Int, progress: (Int) -> (Int) -> Void
  ) throws -> CropSet {
    let paths = try recordings(in: folder)
    let sets = try OrderedWork.map(paths.count, threads: threads, progress: progress(paths.count)) { index in
      var reader = AdaptationCrops()
      reader.every = every
      return try reader.read(paths[index], before: 0).all
    }
    var all = CropSet()
    for set in sets { all.append(contentsOf: set) }
    return all
  }

  /// All recordings in a folder; each can be opened.
  static func recordings(in folder: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw TrainingError(.data, at: folder, expected: "a folder that can be read", actual: "it cannot")
    }
    let paths = names.sorted().filter {
      !$0.hasPrefix(".") && !others.contains(($0 as NSString).pathExtension.lowercased())
    }.map { "\(folder)/\($0)" }
    guard !paths.isEmpty else {
      throw TrainingError(.data, at: folder, expected: "recordings", actual: "none is there")
    }
    for path in paths { _ = try Recordings.open(path: path) }
    return paths
  }

  /// The way from one recording's frames to crops.
  private struct Reader {
    var cutter = DepthCrop()
    var crop = [Float](repeating: 1, count: CropSet.pixels)

    mutating func read(
      _ take: Take, index: Int, every: Int, isLabelled: Bool, into set: inout CropSet
    ) throws {
      let recording = try Recordings.open(path: take.path)
      let rate = recording.header.rate ?? 30
      let labels = try isLabelled ? SkeletonLabels.beside(take.path, rate: rate, timing: take.timing) : nil
      guard labels != nil || !isLabelled else {
        throw TrainingError(.data, at: take.path, expected: "a skeleton beside it", actual: "there is none")
      }
      let unknown = Pose(points: [SIMD3<Float>](repeating: SIMD3(repeating: .nan), count: KeyPoint.count))
      var frame = recording.makeFrame()
      var detector = BodyDetector.segmented(width: frame.depth.width, height: frame.depth.height)
      for number in 0..<(labels?.motion.count ?? .max) {
        let outcome = try recording.read(into: &frame)
        if outcome == .end { break }
        guard outcome == .frame, number % every == 0 else { continue }
        guard try detector.detect(in: frame) == .body,
          let centre = cutter.fill(&crop, from: frame, silhouette: detector.silhouette)
        else { continue }
        set.append(
          crop: crop, centre: centre, pose: labels?.motion.poses[number] ?? unknown,
          isMirrored: frame.camera.isMirrored, origin: CropSet.Origin(sequence: index, frame: number))
      }
    }
  }
}
