import Foundation
import Kinesphere

/// Reads joint positions from any motion file that is known here, by its content and not by its name.
///
/// | content | file |
/// |---|---|
/// | `SKL1` | points over time: CMU joints, Kinect v2 joints, Qualisys markers |
/// | `HIERARCHY` | BVH |
/// | a heading with commas | CSV of joints: one row a frame, or one a joint (Kinect v2's numbers) |
/// | `index,time,head_x,...` | the key-points that `kinesphere export` writes |
/// | four numbers a line | MSR-Action3D's `_skeleton3D.txt` |
/// | `MATLAB 5.0` | UTD-MHAD's `_skeleton.mat` |
/// | `{` | `poses.json` of `kinesphere track` |
/// | `PathFileType` | TRC, markers |
/// | 0x50 as the second byte | C3D, markers |
/// | `:FULLY-SPECIFIED` | AMC, with its ASF skeleton |
public enum MotionFile {
  /// Text files up to this size are read at once.
  private static let mostBytes = 512_000_000

  private static let utdJoints =
    ["head", "shoulder_center", "spine", "hip_center"]
    + ["left", "right"].flatMap { side in ["shoulder", "elbow", "wrist", "hand"].map { "\(side)_\($0)" } }
    + ["left", "right"].flatMap { side in ["hip", "knee", "ankle", "foot"].map { "\(side)_\($0)" } }

  /// The points of a file, in the file's own unit and space (TRC, C3D and AMC: metres).
  ///
  /// `rate` in Hz for files that name none; nil is the data set's where the name is one of MSR-Action3D or UTD-MHAD, else 30,
  /// and 120 for AMC, each with a notice. `skeleton` is an AMC's ASF file; nil looks beside it.
  public static func points(
    path: String, rate given: Double? = nil, skeleton: String? = nil
  ) throws(RecordingError) -> PointSequence {
    let file = try InputFile(path)
    let head = try file.bytes(at: 0, count: 512)
    let card = SequenceName(InputFile.stem(path)).map {
      $0.dataSet == .utdMHAD ? DataSetCard.utdMHAD : .msrAction3D
    }
    let rate = given ?? card?.rate ?? 30
    // What is said of a rate that nobody gave.
    let assumed =
      given != nil
      ? []
      : [
        card.map { "the rate is \($0.name)'s: \($0.rate) frames/s" }
          ?? "no rate is said: 30 frames/s are assumed"
      ]
    if head.starts(with: Array("SKL1".utf8)) {
      var points = try PointSequence(path: path)
      // Twenty joints that nobody named are Kinect v1's, in UTD-MHAD's order.
      if points.names == (0..<20).map(String.init) { points.names = utdJoints }
      return points
    }
    if head.starts(with: Array("MATLAB 5.0".utf8)) {
      var points = points(of: try SkeletonLabels(utd: path, rate: rate).motion, rate: rate, isMirrored: true)
      points.notices += assumed
      return points
    }
    let text = String(decoding: head, as: UTF8.self)
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if start.hasPrefix("{") { return try poses(path, rate: rate) }
    guard file.size <= mostBytes else {
      throw RecordingError(
        .invalid, file: path, expected: "at most 512 MB of motion", actual: "it holds \(file.size) bytes")
    }
    if C3DMotion.recognises(head) { return try C3DMotion(file).points() }
    let isText = !head.contains(0)
    if isText, start.hasPrefix("PathFileType") { return try TRCMotion(file).points() }
    if isText, AMCMotion.recognises(start) {
      var points = try AMCMotion(file, skeleton: skeleton, rate: given ?? 120).points()
      if given == nil { points.notices.append("no rate is said: CMU's 120 frames/s are assumed") }
      return points
    }
    if isText, start.hasPrefix("HIERARCHY") { return try BVHMotion(file).points() }
    if isText, KeyPointTableMotion.recognises(start) { return try KeyPointTableMotion(file).points() }
    let line = start.prefix { !$0.isNewline }
    if isText, line.contains(where: \.isLetter), line.contains(where: { ",;\t".contains($0) }) {
      return try SkeletonTable(file, rate: rate, assumed: assumed).points()
    }
    if isText, line.split(whereSeparator: \.isWhitespace).compactMap({ Float($0) }).count == 4 {
      var points = points(
        of: try SkeletonLabels(msrReal3D: path, rate: rate).motion, rate: rate, isMirrored: true)
      points.notices += assumed
      return points
    }
    throw RecordingError(
      .unknownFormat, file: path,
      expected:
        "motion: BVH, AMC, C3D, TRC, .skl, CSV of joints, a skeleton of MSR-Action3D or UTD-MHAD, or poses.json",
      actual: "its first bytes are of none")
  }

  private static func poses(_ path: String, rate: Double) throws(RecordingError) -> PointSequence {
    let document: PosesDocument
    do {
      document = try PosesDocument(path: path)
    } catch {
      throw RecordingError(
        .invalid, file: path, expected: "poses as docs/poses.schema.json tells", actual: "it is not them")
    }
    let own = document.recording.rate
    return points(
      of: document.motion, rate: own.isFinite && own > 0 ? own : rate,
      isMirrored: document.recording.camera.isMirrored)
  }

  /// Key-points by their names, in the mirrored camera frame, which is right-handed.
  private static func points(of motion: Motion, rate: Double, isMirrored: Bool) -> PointSequence {
    let values = motion.poses.flatMap { pose in
      (0..<KeyPoint.count).flatMap { index -> [Float] in
        let place = pose.points[index]
        return [isMirrored ? place.x : -place.x, place.y, place.z]
      }
    }
    return PointSequence(
      names: KeyPoint.names, dimensions: 3, rate: rate, times: motion.times, values: values)
  }
}

extension MotionClip {
  /// Reads any motion file that ``MotionFile`` knows and finds a human skeleton in it.
  public init(path: String) throws(RecordingError) {
    let points = try MotionFile.points(path: path)
    let name = InputFile.stem(path)
    if let clip = MotionClip(name: name, cmu: points), !clip.poses.isEmpty {
      self = clip
      return
    }
    guard let skeleton = SkeletonRoles(points) else {
      throw RecordingError(
        .invalid, file: path, expected: "joints with the names of a human skeleton",
        actual: "hips, knees, ankles, shoulders, elbows, wrists, neck or head are missing")
    }
    try Self.checkGaps(points.times, path)
    guard let clip = MotionClip(name: name, points: points, skeleton: skeleton) else {
      throw RecordingError(
        .invalid, file: path, expected: "frames with a whole skeleton", actual: "there is none")
    }
    self = clip
  }

  /// What lies between frames is filled in: a time that is a mistake must not fill the memory.
  private static func checkGaps(_ times: [Double], _ path: String) throws(RecordingError) {
    var last = Double.infinity
    for (frame, time) in times.enumerated() where time.isFinite {
      guard time - last <= 60 else {
        throw RecordingError(
          .invalid, file: path, expected: "frames at most 60 s apart",
          actual: "frame \(frame) comes \(time - last) s after the one before")
      }
      last = last.isFinite ? max(last, time) : time
    }
  }
}
