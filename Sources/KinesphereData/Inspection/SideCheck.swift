import Kinesphere

/// Whether labels agree with the picture they come with about left and right.
///
/// Two independent questions. *Sides*: toes lie ahead of ankles, so a body tells where its front is; front and
/// left together tell whether left and right are named as an unmirrored or as a mirrored picture shows them: the sign
/// of `(left - right) x front` seen from above, whatever way the dancer turns. (On 754 sequences of UTD-MHAD the
/// toes are right in 98.7 % of the frames and in the mean of every sequence; knees and elbows are right in
/// 20 and 75 % of the frames only.) *Fit*: projected by the camera, key-points fall on the dancer, or fall there only when the picture is
/// flipped.
struct SideCheck {
  private var mirroredVotes = 0
  private var unmirroredVotes = 0
  private var lead = 0.0
  private var points = 0
  private var direct = 0
  private var flipped = 0

  /// Takes in one labelled frame.
  mutating func add(_ pose: Pose, frame: DepthFrame, isSegmented: Bool) {
    vote(pose)
    for index in 0..<KeyPoint.count {
      let place = pose.points[index]
      guard place.z > 0.1 else { continue }  // false for NaN too
      let pixel = frame.camera.project(place)
      let mirror = SIMD2(Float(frame.camera.width) - pixel.x, pixel.y)
      points += 1
      if isOnDancer(pixel, place.z, frame, isSegmented) { direct += 1 }
      if isOnDancer(mirror, place.z, frame, isSegmented) { flipped += 1 }
    }
  }

  /// A reading that belongs to the dancer; in a whole room, one near the key-point's own distance.
  private func isOnDancer(_ pixel: SIMD2<Float>, _ z: Float, _ frame: DepthFrame, _ isSegmented: Bool) -> Bool
  {
    guard pixel.x >= 0, pixel.y >= 0, pixel.x < Float(frame.camera.width),
      pixel.y < Float(frame.camera.height)
    else { return false }
    let reading = frame.depth[Int(pixel.x), Int(pixel.y)]
    return reading > 0 && (isSegmented || abs(Float(reading) / 1000 - z) < 0.35)
  }

  private mutating func vote(_ pose: Pose) {
    func ahead(_ from: KeyPoint, _ to: KeyPoint) -> SIMD3<Float> { pose[to] - pose[from] }
    let left = ahead(.rightHip, .leftHip) + ahead(.rightShoulder, .leftShoulder)
    let front = ahead(.leftAnkle, .leftFoot) + ahead(.rightAnkle, .rightFoot)
    let (width, length) = (left.x * left.x + left.z * left.z, front.x * front.x + front.z * front.z)
    let sine = (left.x * front.z - left.z * front.x) / (width * length).squareRoot()
    // Only a clear front votes: feet seen from above by 2 cm at least. NaN does not.
    guard length > 0.0016, width > 0.01, abs(sine) > 0.3 else { return }
    lead += Double(sine * length.squareRoot() / 2)
    if sine > 0 { mirroredVotes += 1 } else { unmirroredVotes += 1 }
  }

  /// What the check found.
  func result(isMirrored: Bool) -> SideInspection? {
    guard points > 0 else { return nil }
    let votes = mirroredVotes + unmirroredVotes
    let agreeing = isMirrored ? mirroredVotes : unmirroredVotes
    return SideInspection(
      votes: votes, agreeing: agreeing,
      toeLead: votes == 0 ? 0 : (isMirrored ? lead : -lead) / Double(votes),
      directFit: Double(direct) / Double(points),
      flippedFit: Double(flipped) / Double(points))
  }
}

/// Left and right of the labels against the picture.
public struct SideInspection: Codable, Sendable, Equatable {
  /// Frames in which the body shows its front clearly.
  public let votes: Int
  /// Of these, frames whose left and right are those of a picture mirrored as the camera says.
  public let agreeing: Int
  /// Mean lead of the toes before the ankles in metres, were left and right those of the picture; where it is negative
  /// they are swapped.
  public let toeLead: Double
  /// Share of key-points that fall on the dancer, 0 to 1.
  public let directFit: Double
  /// The same with the picture flipped left to right.
  public let flippedFit: Double

  /// Left and right are named the other way round: true, not: false, nobody can tell: nil.
  public var isSwapped: Bool? {
    // Feet that hardly point anywhere are badly tracked feet.
    if votes < 5 || abs(toeLead) < 0.015 { return nil }
    let share = Double(agreeing) / Double(votes)
    return share < 0.25 ? true : share > 0.75 ? false : nil
  }

  /// The key-points lie on the dancer only when the picture is flipped.
  public var isFlipped: Bool { flippedFit > directFit + 0.1 }
}
