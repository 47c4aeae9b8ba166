import Foundation
import Kinesphere

/// A movement as body poses at a fixed rate: motion capture, or choreography written out.
///
/// Space: y up, metres, floor at y = 0; the dancer may face anywhere.
public struct MotionClip: Sendable {
  public let name: String
  /// Poses a second.
  public let rate: Double
  public let poses: [BodyPose]

  public init(name: String, rate: Double, poses: [BodyPose]) {
    precondition(rate > 0, "a clip has a rate")
    self.name = name
    self.rate = rate
    self.poses = poses
  }

  /// Seconds from the first pose to the last.
  public var duration: Double { poses.isEmpty ? 0 : Double(poses.count - 1) / rate }

  /// The pose at a time in seconds, between two poses by ``BodyPose/slerp(to:share:)``; held at both ends. The
  /// clip must hold a pose.
  public func pose(at time: Double) -> BodyPose {
    precondition(!poses.isEmpty, "a clip that is sampled holds a pose")
    let place = max(0, min(Double(poses.count - 1), time * rate))
    let index = min(Int(place), poses.count - 1)
    let share = Float(place - Double(index))
    if share < 1e-4 || index + 1 == poses.count { return poses[index] }
    return poses[index].slerp(to: poses[index + 1], share: share)
  }

  /// Takes CMU's skeleton (names of its ASF files), y up, metres, whose places are the *ends* of bones: `lfemur` is
  /// the left knee, `lhumerus` the left elbow. Nil where a needed joint is missing. Frames with missing places are left
  /// out.
  public init?(name: String, cmu points: PointSequence) {
    guard let joints = CMUJoints(points) else { return nil }
    let poses = (0..<points.frameCount).compactMap { joints.pose(of: points, frame: $0) }
    self.init(name: name, rate: points.rate, poses: poses)
  }

  /// Every `.skl` file of CMU joints under a folder, by path; files of other skeletons are left out.
  public static func cmu(folder: String) throws(RecordingError) -> [MotionClip] {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath()
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    let paths = (files?.compactMap { ($0 as? URL)?.path } ?? []).filter { $0.hasSuffix(".skl") }.sorted()
    guard !paths.isEmpty else {
      throw RecordingError(
        .unreadable, file: folder, expected: "a folder with .skl files of CMU joints", actual: "it holds none"
      )
    }
    var clips: [MotionClip] = []
    for path in paths {
      let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      if let clip = MotionClip(name: name, cmu: try PointSequence(path: path)), !clip.poses.isEmpty {
        clips.append(clip)
      }
    }
    return clips
  }
}

/// Where the needed joints are among a file's points.
private struct CMUJoints {
  private let indices: [String: Int]

  private static let side = [
    "hipjoint", "femur", "tibia", "foot", "clavicle", "humerus", "radius", "hand",
  ]

  init?(_ points: PointSequence) {
    guard points.dimensions == 3 else { return nil }
    var indices: [String: Int] = [:]
    let sides = ["l", "r"].flatMap { letter in Self.side.map { letter + $0 } }
    for name in ["root", "lowerback", "upperback", "lowerneck", "head"] + sides {
      guard let index = points.index(of: name) else { return nil }
      indices[name] = index
    }
    self.indices = indices
  }

  func pose(of points: PointSequence, frame: Int) -> BodyPose? {
    func place(_ name: String) -> SIMD3<Float> { points.place(frame: frame, point: indices[name] ?? 0) }
    func bone(_ start: String, _ end: String) -> SIMD3<Float> { (place(end) - place(start)).normalised }
    let pelvis = Rotation(x: bone("lhipjoint", "rhipjoint"), y: bone("root", "upperback"))
    // The spine is exact; a raised shoulder must not tilt the chest.
    let spine = bone("lowerback", "lowerneck")
    let across = bone("lclavicle", "rclavicle")
    let chest = Rotation(x: (across - spine * across.dot(spine)).normalised, y: spine)
    func side(_ letter: String, outward: Float) -> BodyPose.Side {
      let upperArm = bone(letter + "clavicle", letter + "humerus")
      let girdle = Arm.girdle(chest.inverse.applied(to: upperArm), outward: outward)
      return BodyPose.Side(
        clavicle: chest.applied(to: girdle), upperArm: upperArm,
        forearm: bone(letter + "humerus", letter + "radius"), hand: bone(letter + "radius", letter + "hand"),
        thigh: bone(letter + "hipjoint", letter + "femur"), shank: bone(letter + "femur", letter + "tibia"),
        foot: bone(letter + "tibia", letter + "foot"))
    }
    let pose = BodyPose(
      root: place("root"), pelvis: pelvis, chest: chest, neck: bone("lowerneck", "head"),
      left: side("l", outward: -1), right: side("r", outward: 1))
    return pose.isFinite ? pose : nil
  }
}

extension BodyPose {
  /// True where no number is NaN or infinite.
  var isFinite: Bool {
    let directions = [left, right].flatMap {
      [$0.clavicle, $0.upperArm, $0.forearm, $0.hand, $0.thigh, $0.shank, $0.foot]
    }
    let sum = (directions + [root, neck]).reduce(SIMD3<Float>.zero, +)
    return (pelvis.quaternion.sum() + chest.quaternion.sum() + sum.sum()).isFinite
  }
}
