import Foundation
import Kinesphere
import KinesphereData

/// The motion of a `poses.json`, checked, with what must be said about it.
public struct MotionSource: Sendable {
  /// The file that was read.
  public let path: String
  public let name: String
  public let motion: Motion
  /// Hz.
  public let rate: Double
  /// Frames of the file, those without a dancer included.
  public let frameCount: Int
  public let isMirrored: Bool
  /// What was left out and why, one sentence each.
  public let notices: [String]

  /// Places farther from the camera than this are mistakes, in metres.
  private static let farthest: Float = 100
  /// Frames farther apart are mistakes, in seconds.
  private static let longestGap: Double = 600
  /// Longer motions are refused.
  private static let longest: Double = 24 * 3600

  /// Opens what ``TrackedPoses`` finds: a `poses.json`, a folder that holds one, or what `track` left of a recording.
  ///
  /// Throws ``PosesError`` where there is none, where it is not as `docs/poses.schema.json` tells, where times do not ascend or leave
  /// out more than ten minutes, or where nobody is in it.
  public init(_ input: String) throws {
    path = try TrackedPoses.path(of: input)
    let document = try PosesDocument(path: path)
    try document.checkSchema(path)
    try Self.checkGaps(document, path)
    frameCount = document.frames.count
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let recording = URL(fileURLWithPath: document.recording.name).deletingPathExtension().lastPathComponent
    name = stem == "poses" && !recording.isEmpty && recording != "/" ? recording : stem
    isMirrored = document.recording.camera.isMirrored
    var notices: [String] = []
    motion = try Self.clean(document.motion, path, &notices)
    let without = document.frames.count { $0.dancers.isEmpty }
    if without > 0 {
      notices.append(
        "\(without) of \(document.frames.count.counted("frame")) without a dancer: rotations go on between their neighbours, points are unknown"
      )
    }
    if document.frames.contains(where: { $0.dancers.count > 1 }) {
      notices.append("frames hold several dancers: the first of each is written")
    }
    let told = document.recording.rate
    rate = told.isFinite && (0.1...1000).contains(told) ? told : Self.rate(of: motion.times)
    self.notices = notices
  }

  /// The poses, with places that cannot be made unknown.
  private static func clean(
    _ motion: Motion, _ path: String, _ notices: inout [String]
  ) throws(PosesError) -> Motion {
    var result = Motion()
    var far = 0
    for (time, pose) in zip(motion.times, motion.poses) {
      var pose = pose
      for index in 0..<KeyPoint.count {
        let place = pose.points[index]
        guard !place.isKnown || place.length > farthest else { continue }
        if place.isKnown { far += 1 }
        pose.points[index] = SIMD3(repeating: .nan)
        pose.confidence[index] = 0
      }
      result.append(pose, at: time)
    }
    if far > 0 { notices.append("\(far.counted("point")) taken as unknown: more than 100 m away") }
    guard let first = result.times.first, let last = result.times.last else {
      throw PosesError(file: path, expected: "frames with a dancer", actual: "none")
    }
    guard last - first <= longest else {
      throw PosesError(
        file: path, expected: "at most 24 hours", actual: "\(String(format: "%.4g", (last - first) / 3600))")
    }
    return result
  }

  private static func checkGaps(_ document: PosesDocument, _ path: String) throws(PosesError) {
    for (before, frame) in zip(document.frames, document.frames.dropFirst()) {
      let gap = frame.time - before.time
      guard gap <= longestGap else {
        throw PosesError(
          file: path, expected: "frames at most \(Int(longestGap)) s apart",
          actual: "\(String(format: "%.6g", gap)) s before frame \(frame.index)")
      }
    }
  }

  /// Throws where frames at a constant rate would be more than ten times as many as the file's: gaps or a wrong rate.
  ///
  /// `asked` in Hz is what a user wants instead of the file's rate; more frames than the file's are then meant. Up to 300
  /// frames are no harm.
  public func checkGrowth(rate asked: Double?) throws(PosesError) {
    let span = (motion.times.last ?? 0) - (motion.times.first ?? 0)
    let even = (span * (asked ?? rate)).rounded() + 1
    let meant = Double(frameCount) * max(1, asked.map { $0 / Self.rate(of: motion.times) } ?? 1)
    guard even > max(300, 10 * meant) else { return }
    throw PosesError(
      file: path, expected: "frames whose times fit their rate",
      actual: String(
        format: "%d in %.6g s, which would be %.0f at %g Hz: --rate names another", frameCount, span, even,
        asked ?? rate))
  }

  /// One over the median step; 30 where there is none.
  private static func rate(of times: [Double]) -> Double {
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
    guard !steps.isEmpty else { return 30 }
    return max(0.1, min(1000, 1 / steps[steps.count / 2]))
  }
}
