import Kinesphere

/// A dancer's motion made ready for every format: points as seen, a rig fitted to them, both in one frame with one origin.
///
/// Frame and signs are ``RigFrame``'s: right-handed, y up, metres, z towards the camera, +x to the left of a dancer who faces
/// it. "Up" is the camera's: a tilted camera gives a tilted dancer.
public struct MotionExport: Sendable {
  /// Where the exported coordinates have their zero.
  public enum Origin: String, Sendable, CaseIterable, Codable {
    /// On the floor under the first pelvis that is known; the floor is where the lower foot's key-point is in all but
    /// the lowest twentieth of the frames.
    case floor
    /// At the camera, as poses have it.
    case camera
  }

  /// A name for files and for the fields in them.
  public let name: String
  /// Frames a second of all formats with a constant rate.
  public let rate: Double
  /// Seen frames at their own times.
  public let seen: PointTrack
  /// The same at the constant rate.
  public let even: PointTrack
  /// The fitted rig at the constant rate.
  public let rig: RigMotion
  /// What was subtracted from places in the rig's frame, metres; zero where it is the camera.
  public let origin: SIMD3<Float>
  /// How far the fitted rig is from the points.
  public let fit: RigFit

  /// `rate` in Hz. Times must ascend strictly; a motion needs a pose.
  ///
  /// About 10 µs and 2 kB a frame.
  public init(
    _ motion: Motion, isMirrored: Bool, name: String, rate: Double, origin kind: Origin = .floor,
    rig: Rig? = nil
  ) {
    precondition(motion.count > 0, "a motion that is exported holds a pose")
    let atCamera = PointTrack(motion, isMirrored: isMirrored)
    let origin = kind == .floor ? atCamera.floorOrigin : .zero
    var fitted = RigMotion(motion, isMirrored: isMirrored, rig: rig)
    for index in fitted.poses.indices { fitted.poses[index].root -= origin }
    self.name = name
    self.rate = rate
    self.origin = origin
    seen = PointTrack(motion, isMirrored: isMirrored, origin: origin)
    even = seen.resampled(rate: rate)
    fit = RigFit(seen, fitted)
    self.rig = fitted.resampled(rate: rate)
  }
}

extension PointTrack {
  /// The floor under the first known pelvis; zero where there is no such.
  var floorOrigin: SIMD3<Float> {
    let feet: [KeyPoint] = [.leftFoot, .rightFoot, .leftAnkle, .rightAnkle]
    var lowest: [Float] = []
    for frame in 0..<count {
      let heights = feet.map { place(frame, $0).y }.filter(\.isFinite)
      if let low = heights.min() { lowest.append(low) }
    }
    let pelvis = (0..<count).lazy.map { self.place($0, .pelvis) }.first(where: \.isKnown) ?? .zero
    guard !lowest.isEmpty else { return SIMD3(pelvis.x, 0, pelvis.z) }
    return SIMD3(pelvis.x, lowest.sorted()[lowest.count / 20], pelvis.z)
  }
}
