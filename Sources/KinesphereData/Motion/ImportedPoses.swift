import Kinesphere

/// A file's key-points on their way into a camera's frame.
struct ImportedPoses {
  private(set) var times: [Double] = []
  private(set) var poses: [Pose] = []
  private(set) var notices: [String] = []

  /// Frames whose times ascend and that have hips and neck.
  init(_ points: PointSequence, _ roles: KeyPointRoles) {
    var dropped = 0
    for frame in 0..<points.frameCount {
      let pose = roles.pose(points, frame)
      let needed = pose[.leftHip].sum() + pose[.rightHip].sum() + pose[.neck].sum()
      let time = points.times[frame]
      guard needed.isFinite, time.isFinite, time > (times.last ?? -.infinity), time < 1e6 else {
        dropped += 1
        continue
      }
      times.append(time)
      poses.append(pose)
    }
    if dropped > 0 {
      notices.append("\(dropped.counted("frame")) left out: without hips or neck, or without a time")
    }
    let missing = KeyPoint.allCases.filter {
      roles.points[$0.rawValue].isEmpty && $0 != .pelvis && $0 != .spine
    }
    if !missing.isEmpty {
      notices.append("unknown all along: " + missing.map(\.name).joined(separator: ", "))
    }
  }

  /// Scales so that the legs are of 0.5 to 1.3 m: metres, centimetres, millimetres or inches; else to 0.85 m.
  mutating func setMetres() {
    let legs = poses.map { pose in
      (pose[.leftKnee] - pose[.leftHip]).length + (pose[.leftAnkle] - pose[.leftKnee]).length
    }.filter { $0.isFinite && $0 > 0 }.sorted()
    guard !legs.isEmpty else { return }
    let leg = legs[legs.count / 2]
    let units: [Float] = [1, 0.01, 0.001, 0.0254]
    if let unit = units.first(where: { leg * $0 > 0.5 && leg * $0 < 1.3 }) {
      if unit != 1 { notices.append("the file's unit is taken to be \(unit) m, by the legs") }
      transform { $0 * unit }
    } else {
      notices.append("the legs are \(leg) long in the file's unit: scaled to 0.85 m")
      transform { $0 * (0.85 / leg) }
    }
  }

  /// Turns the axis that is up to +y, by quarter turns.
  ///
  /// `stated` is what the file or the user says; without it, it is the axis that the bodies stand along. A body that stands
  /// along another than the stated one is a note, no turn: it may lie or bend.
  mutating func setUpright(_ stated: SIMD3<Float>?) {
    let seen = bodiesUp
    let up = stated ?? seen
    if let stated, stated != seen {
      notices.append(
        "\(Self.name(stated)) is up, though the body is mostly along \(Self.name(seen)): --up says it otherwise"
      )
    }
    guard up != SIMD3(0, 1, 0) else { return }
    notices.append("\(Self.name(up)) is up in the file\(stated == nil ? ", by the body" : "")")
    // The shortest turn; for z up it takes y to -z, as every program does.
    let turn = Rotation(from: up, to: SIMD3(0, 1, 0))
    transform { turn.applied(to: $0) }
  }

  /// The axis that the median of the directions from hips to neck is nearest to.
  private var bodiesUp: SIMD3<Float> {
    let ups = poses.map { pose in
      (pose[.neck] - (pose[.leftHip] + pose[.rightHip]) / 2).normalised
    }
    var median = SIMD3<Float>.zero
    for axis in 0..<3 { median[axis] = ups.map { $0[axis] }.sorted()[ups.count / 2] }
    var axis = 0
    for other in 1..<3 where abs(median[other]) > abs(median[axis]) { axis = other }
    var up = SIMD3<Float>.zero
    up[axis] = median[axis] < 0 ? -1 : 1
    return up
  }

  private static func name(_ direction: SIMD3<Float>) -> String {
    (direction.sum() < 0 ? "-" : "") + (direction.x != 0 ? "x" : direction.y != 0 ? "y" : "z")
  }

  /// Into a camera's frame. A room's figures, which face +z, face the camera; a camera's are in the mirrored frame already.
  mutating func face(isMirrored: Bool, isFromCamera: Bool) {
    let signs: SIMD3<Float> =
      isFromCamera ? SIMD3(isMirrored ? 1 : -1, 1, 1) : SIMD3(isMirrored ? -1 : 1, 1, -1)
    transform { $0 * signs }
  }

  /// Shifts what a camera could not see before it.
  mutating func setBeforeCamera() {
    let middles = poses.map { $0[.pelvis] }.filter { $0.sum().isFinite }
    guard !middles.isEmpty, !middles.allSatisfy({ (0.5...8).contains($0.z) }) else { return }
    let lows = poses.compactMap { pose in
      [pose[.leftAnkle].y, pose[.rightAnkle].y, pose[.leftFoot].y, pose[.rightFoot].y].filter(\.isFinite)
        .min()
    }.sorted()
    let mean = middles.reduce(SIMD3<Float>.zero, +) / Float(middles.count)
    let floor = lows.isEmpty ? mean.y - 0.9 : lows[lows.count / 20]
    let shift = SIMD3(-mean.x, -1 - floor, 3 - mean.z)
    notices.append("shifted by (\(shift.x), \(shift.y), \(shift.z)) m to be before the camera")
    transform { $0 + shift }
  }

  private mutating func transform(_ change: (SIMD3<Float>) -> SIMD3<Float>) {
    for frame in poses.indices {
      for point in 0..<KeyPoint.count { poses[frame].points[point] = change(poses[frame].points[point]) }
    }
  }
}
