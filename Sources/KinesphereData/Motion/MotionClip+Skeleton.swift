import Foundation
import Kinesphere

extension MotionClip {
  /// A clip from a skeleton's joints: every bone gives its direction, so the sizes do not matter.
  ///
  /// The unit is told by the legs: they are 0.5 to 1.3 m long in metres, centimetres or millimetres; of any other length
  /// they become 0.85 m. What a camera saw that was tilted by more than 6 degrees is set upright by the median of the direction from ankles to neck.
  /// Frames that lack a joint, or that repeat the one before as a slow camera's do, are filled in between their
  /// neighbours. nil where no frame is whole.
  init?(name: String, points: PointSequence, skeleton: SkeletonRoles) {
    let joints = SkeletonFrames(points, skeleton)
    guard let scale = joints.scale else { return nil }
    let level = skeleton.isCamera ? joints.level : .identity
    var (times, poses): ([Double], [BodyPose]) = ([], [])
    for frame in 0..<points.frameCount {
      let time = points.times[frame]
      guard time.isFinite, times.last.map({ time > $0 }) ?? true,
        let pose = joints.pose(frame, scale: scale, level: level), pose != poses.last
      else { continue }
      times.append(time)
      poses.append(pose)
    }
    guard let first = times.first, let last = times.last else { return nil }
    let rate = min(max(points.rate, 1), 120)
    let count = Int(min(last - first, 36_000) * rate) + 1
    var index = 0
    let filled = (0..<count).map { number -> BodyPose in
      let time = first + Double(number) / rate
      while index + 2 < times.count, times[index + 1] <= time { index += 1 }
      guard index + 1 < times.count else { return poses[index] }
      let share = Float((time - times[index]) / (times[index + 1] - times[index]))
      return poses[index].slerp(to: poses[index + 1], share: max(0, min(1, share)))
    }
    self.init(name: name, rate: rate, poses: filled)
  }
}

/// A file's frames through the roles of its points.
private struct SkeletonFrames {
  private let points: PointSequence
  private let roles: SkeletonRoles

  init(_ points: PointSequence, _ roles: SkeletonRoles) { (self.points, self.roles) = (points, roles) }

  private func place(_ indices: [Int], _ frame: Int) -> SIMD3<Float> {
    indices.reduce(SIMD3<Float>.zero) { $0 + points.place(frame: frame, point: $1) } / Float(indices.count)
  }

  private func isWhole(_ place: SIMD3<Float>) -> Bool { place.sum().isFinite }

  /// At most 500 frames, evenly over the file.
  private var sample: [Int] {
    Array(stride(from: 0, to: points.frameCount, by: max(1, points.frameCount / 500)))
  }

  /// Metres for a unit of the file; nil where no leg is known.
  var scale: Float? {
    let side = roles.left
    let lengths: [Float] = sample.map { frame -> Float in
      let knee = place(side.knee, frame)
      let thigh: Float = (knee - place(side.hip, frame)).length
      let shank: Float = (place(side.ankle, frame) - knee).length
      return thigh + shank
    }
    let known = lengths.filter { $0.isFinite && $0 > 0 }.sorted()
    guard !known.isEmpty else { return nil }
    let leg: Float = known[known.count / 2]
    let units: [Float] = [1, 0.01, 0.001]
    for unit in units where leg * unit > 0.5 && leg * unit < 1.3 { return unit }
    return 0.85 / leg
  }

  /// The rotation that sets the body's usual direction, from the ankles to the neck, upright where it is not.
  var level: Rotation {
    let ups = sample.map { frame in
      place(roles.neck, frame) - (place(roles.left.ankle, frame) + place(roles.right.ankle, frame)) / 2
    }.map(\.normalised).filter(isWhole)
    guard !ups.isEmpty else { return .identity }
    let median = (0..<3).map { axis in ups.map { $0[axis] }.sorted()[ups.count / 2] }
    let up = SIMD3(median[0], median[1], median[2]).normalised
    // Nobody stands straighter than to some degrees.
    return up.y > cos(radians(6)) ? .identity : Rotation(from: up, to: SIMD3(0, 1, 0))
  }

  func pose(_ frame: Int, scale: Float, level: Rotation) -> BodyPose? {
    func joint(_ indices: [Int]) -> SIMD3<Float> { level.applied(to: place(indices, frame)) * scale }
    let (leftHip, rightHip) = (joint(roles.left.hip), joint(roles.right.hip))
    let (root, neck) = ((leftHip + rightHip) / 2, joint(roles.neck))
    let spine = roles.spine.map(joint)
    // Kinect v1's spine lies too near to its hip centre to tell a direction.
    let isSpineFar = spine.map { ($0 - root).length > 0.12 && (neck - $0).length > 0.12 } ?? false
    let pivot = isSpineFar ? spine ?? root : root
    let (low, high) = ((isSpineFar ? pivot - root : neck - root).normalised, (neck - pivot).normalised)
    let pelvis = Rotation(x: rightHip - leftHip, y: low)
    let across = joint(roles.right.shoulder) - joint(roles.left.shoulder)
    let chest = Rotation(x: across - high * across.dot(high), y: high)
    func side(_ side: SkeletonRoles.Side, outward: Float) -> BodyPose.Side {
      let (hip, knee, ankle) = (joint(side.hip), joint(side.knee), joint(side.ankle))
      let (elbow, wrist) = (joint(side.elbow), joint(side.wrist))
      let upperArm = (elbow - joint(side.shoulder)).normalised
      let forearm = (wrist - elbow).normalised
      let girdle = Arm.girdle(chest.inverse.applied(to: upperArm), outward: outward)
      let shank = (ankle - knee).normalised
      let ahead = pelvis.applied(to: SIMD3(0, 0, -1))
      let toes = side.foot.map { (joint($0) - ankle).normalised }.flatMap { isWhole($0) ? $0 : nil }
      var foot = toes ?? (shank * 0.45 + ahead).normalised
      // Kinect's foot is half as far ahead of its ankle as below it.
      if roles.isCamera, toes != nil { foot = (foot - shank * 0.3).normalised }
      let hand = side.hand.map { (joint($0) - wrist).normalised }.flatMap { isWhole($0) ? $0 : nil }
      return BodyPose.Side(
        clavicle: chest.applied(to: girdle), upperArm: upperArm, forearm: forearm,
        hand: hand ?? forearm, thigh: (knee - hip).normalised,
        shank: shank, foot: foot)
    }
    let pose = BodyPose(
      root: root, pelvis: pelvis, chest: chest, neck: (joint(roles.head) - neck).normalised,
      left: side(roles.left, outward: -1), right: side(roles.right, outward: 1))
    return pose.isFinite ? pose : nil
  }
}
