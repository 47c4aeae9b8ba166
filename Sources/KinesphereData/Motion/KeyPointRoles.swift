import Kinesphere

/// Which of a file's points make which of the 18 key-points: ``SkeletonRoles`` with the pelvis, or our own names.
struct KeyPointRoles {
  /// The points whose mean is a key-point, in ``KeyPoint`` order; none where the file has no such.
  private(set) var points: [[Int]] = Array(repeating: [], count: KeyPoint.count)
  /// Front and back of the pelvis, left and right (`LASI RASI LPSI RPSI`), where hips are found from markers on the skin.
  private var pelvisMarkers: [Int]?

  /// nil where the file has no human skeleton.
  init?(_ sequence: PointSequence) {
    guard sequence.dimensions >= 3 else { return nil }
    let own = KeyPoint.names.map { sequence.names.firstIndex(of: $0) }
    if own.compactMap({ $0 }).count == KeyPoint.count {
      points = own.map { $0.map { [$0] } ?? [] }
      return
    }
    guard let roles = SkeletonRoles(sequence) else { return nil }
    func set(_ point: KeyPoint, _ indices: [Int]?) { points[point.rawValue] = indices ?? [] }
    set(.head, roles.head)
    set(.neck, roles.neck)
    set(.spine, roles.spine)
    for (side, first) in [(roles.left, KeyPoint.leftShoulder), (roles.right, .rightShoulder)] {
      let all: [[Int]?] = [
        side.shoulder, side.elbow, side.wrist, side.hip, side.knee, side.ankle, side.foot,
      ]
      for (offset, indices) in all.enumerated() { points[first.rawValue + offset] = indices ?? [] }
    }
    let names = sequence.names.map(SkeletonRoles.plain)
    let pelvis = ["pelvis", "hips", "hipcenter", "spinebase", "root", "hip"].lazy
      .compactMap { names.firstIndex(of: $0) }.first
    set(.pelvis, pelvis.map { [$0] })
    let corners = ["lasi", "rasi", "lpsi", "rpsi"].compactMap { names.firstIndex(of: $0) }
    if corners.count == 4 && points[KeyPoint.leftHip.rawValue] == [corners[0]] { pelvisMarkers = corners }
  }

  /// The key-points of a frame in the file's space; NaN where a point is missing.
  ///
  /// A pelvis that the file lacks lies between the hips, a spine 27 % of the way from there to the neck.
  func pose(_ sequence: PointSequence, _ frame: Int) -> Pose {
    var pose = Pose()
    for (index, indices) in points.enumerated() where !indices.isEmpty {
      let sum = indices.reduce(SIMD3<Float>.zero) { $0 + sequence.place(frame: frame, point: $1) }
      pose.points[index] = sum / Float(indices.count)
    }
    if let pelvisMarkers { setHips(&pose, pelvisMarkers.map { sequence.place(frame: frame, point: $0) }) }
    if points[KeyPoint.pelvis.rawValue].isEmpty { pose[.pelvis] = (pose[.leftHip] + pose[.rightHip]) / 2 }
    if points[KeyPoint.spine.rawValue].isEmpty {
      pose[.spine] = pose[.pelvis] + (pose[.neck] - pose[.pelvis]) * 0.27
    }
    for index in 0..<KeyPoint.count {
      let isKnown = pose.points[index].sum().isFinite
      if !isKnown { pose.points[index] = SIMD3(repeating: .nan) }
      pose.confidence[index] = isKnown ? sureness(sequence, frame, points[index]) : 0
    }
    return pose
  }

  /// What the file says of a single point; else 1.
  private func sureness(_ sequence: PointSequence, _ frame: Int, _ indices: [Int]) -> Float {
    guard sequence.hasConfidence, sequence.dimensions == 4, let index = indices.first else { return 1 }
    let value = sequence.values[4 * (frame * sequence.names.count + index) + 3]
    return value.isFinite ? max(0, min(1, value)) : 1
  }

  /// Hip joints from the pelvis' corners, of a width w between the front ones: 0.36 w aside, 0.19 w behind and 0.30 w below their middle
  /// (Bell, Pedersen, Brand 1990, doi:10.1016/0021-9290(90)90054-7).
  private func setHips(_ pose: inout Pose, _ corners: [SIMD3<Float>]) {
    let front = (corners[0] + corners[1]) / 2
    let across = corners[0] - corners[1]
    let left = across.normalised
    let ahead = front - (corners[2] + corners[3]) / 2
    let forwards = (ahead - left * ahead.dot(left)).normalised
    // Left, up, forwards is right-handed.
    let up = forwards.cross(left)
    let width = across.length
    let middle = front - forwards * (0.19 * width) - up * (0.30 * width)
    pose[.leftHip] = middle + left * (0.36 * width)
    pose[.rightHip] = middle - left * (0.36 * width)
  }
}
