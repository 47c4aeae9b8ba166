import Foundation
import Kinesphere
import KinesphereData

/// By how many frames a data set's skeletons and depth are apart, found by where moved skeletons meet the silhouette.
///
/// Elbows, wrists and knees of every frame are taken from between the skeletons around it, for one shift after another, and
/// looked up in the depth: a limb that moves lies beside its own picture unless both are of one instant. The training
/// subjects alone are looked at, so the shift may be used for others (``LabelTiming``). `evaluate --json` writes it
/// (docs/label-timing.schema.json).
public struct LabelTimingReport: JSONReport, Sendable {
  /// One subject, or all.
  public struct Curve: Encodable, Sendable {
    public let subject: String
    /// Share of the key-points that lie inside the silhouette, a number a shift.
    public let inside: [Double]
    /// The shift of the greatest share, frames.
    public let best: Double
  }

  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", recordings, used, shifts, curves
  }

  private let format = "kinesphere-label-timing"
  private let version = 1
  public let protocolName: String
  public let recordings: Int
  /// What ``LabelTiming/aligned`` takes.
  public let used: Double
  /// Frames, positive where the skeleton stands later in its file than the depth frame that it belongs to.
  public let shifts: [Double]
  /// The subjects, and `all` at the end: the mean of theirs.
  public let curves: [Curve]

  static let points: [KeyPoint] = [.leftElbow, .leftWrist, .rightElbow, .rightWrist, .leftKnee, .rightKnee]

  /// Reads the training subjects' recordings below `folder`; `progress` may throw to stop.
  public init(
    _ plan: KeyPointProtocol, folder: String,
    progress: (_ done: Int, _ count: Int) throws -> Void = { _, _ in }
  ) throws {
    let takes = try NamedRecording.list(in: folder, of: plan.dataSet).filter {
      plan.trainSubjects.contains($0.name.subject)
    }
    let shifts = (-15...15).map { Double($0) / 5 }
    var counts: [Int: [(inside: Int, all: Int)]] = [:]
    var recordings = 0
    for (index, take) in takes.enumerated() {
      try progress(index, takes.count)
      guard let found = try Self.counts(take, shifts) else { continue }
      recordings += 1
      let known = counts[take.name.subject] ?? shifts.map { _ in (0, 0) }
      counts[take.name.subject] = zip(known, found).map { ($0.inside + $1.inside, $0.all + $1.all) }
    }
    guard recordings > 0 else {
      throw EvaluationError(
        file: folder, expected: "labelled recordings of subjects \(plan.trainSubjects.sorted())",
        actual: "there are none")
    }
    var curves = counts.sorted { $0.key < $1.key }.map { subject, counts in
      Self.curve("\(subject)", counts.map { Double($0.inside) / Double(max(1, $0.all)) }, shifts)
    }
    let mean = shifts.indices.map { place in
      curves.reduce(0) { $0 + $1.inside[place] } / Double(curves.count)
    }
    curves.append(Self.curve("all", mean, shifts))
    protocolName = plan.timingName
    used = LabelTiming.aligned.shift(of: plan.dataSet)
    (self.recordings, self.shifts, self.curves) = (recordings, shifts, curves)
  }

  private static func curve(_ subject: String, _ inside: [Double], _ shifts: [Double]) -> Curve {
    let best = inside.indices.max { inside[$0] < inside[$1] } ?? 0
    return Curve(subject: subject, inside: inside, best: shifts[best])
  }

  /// Key-points inside the silhouette and all, a pair a shift; nil without a skeleton or a camera.
  private static func counts(
    _ take: NamedRecording, _ shifts: [Double]
  ) throws -> [(inside: Int, all: Int)]? {
    let recording = try Recordings.open(path: take.path)
    guard let camera = recording.header.camera,
      let motion = try SkeletonLabels.beside(take.path, rate: recording.header.rate ?? 30)?.motion
    else { return nil }
    let moved = shifts.map { motion.shifted(byFrames: $0) }
    // Where every shift has a skeleton of its own, so that all are judged on the same frames.
    let edge = Int(shifts.last?.rounded(.up) ?? 0)
    var counts = shifts.map { _ in (inside: 0, all: 0) }
    var frame = recording.makeFrame()
    for number in 0..<motion.count {
      let outcome = try recording.read(into: &frame)
      if outcome == .end { break }
      guard outcome == .frame, number >= edge, number < motion.count - edge else { continue }
      for place in shifts.indices {
        for point in points {
          let joint = moved[place].poses[number][point]
          guard joint.z > 0 else { continue }
          counts[place].all += 1
          if isInside(joint, frame, camera) { counts[place].inside += 1 }
        }
      }
    }
    return counts
  }

  private static func isInside(_ joint: SIMD3<Float>, _ frame: DepthFrame, _ camera: Camera) -> Bool {
    let pixel = camera.project(joint)
    let (x, y) = (Int(pixel.x.rounded()), Int(pixel.y.rounded()))
    guard (0..<camera.width).contains(x), (0..<camera.height).contains(y) else { return false }
    return frame.depth[x, y] > 0
  }

  /// A table for people: a shift a line, a subject a column.
  public var text: String {
    var lines = [
      "protocol \(protocolName): \(recordings) recordings of training subjects",
      "elbows, wrists, knees inside the silhouette, per cent, where skeletons are taken so many frames later:",
      "frames" + curves.map { Self.cell($0.subject) }.joined(),
    ]
    for (place, shift) in shifts.enumerated() {
      lines.append(
        String(format: "%+6.1f", shift)
          + curves.map { Self.cell(String(format: "%.1f", 100 * $0.inside[place])) }.joined())
    }
    lines.append("  best" + curves.map { Self.cell(String(format: "%+.1f", $0.best)) }.joined())
    lines.append(
      String(format: "taken by --aligned-labels and recipes' labelTiming \"aligned\": %+.1f", used))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    String(repeating: " ", count: max(1, 8 - text.count)) + text
  }
}

extension KeyPointProtocol {
  /// What measuring the labels' time on its training subjects is called.
  public var timingName: String { name.replacing("key-points", with: "label-timing") }
}
