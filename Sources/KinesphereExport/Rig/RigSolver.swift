import Kinesphere
import RealModule

/// Finds the rotations of a rig that match key-points: the bones keep their lengths, their directions become those seen.
///
/// One value for live and offline use: poses go in by their order in time, and about 2 µs a pose and no allocation later a ``RigPose``
/// comes out. What the key-points leave open is settled so:
///
/// | bone | direction | turn about itself |
/// |---|---|---|
/// | hips | least squares over pelvis, hips and spine | the same |
/// | spine (carries the chest) | spine to neck | the shoulders |
/// | neck, clavicles, forearms, shanks, feet | to the next joint | the least rotation against the parent |
/// | upper arms, thighs | to the next joint | the plane in which elbow or knee bends; a straight leg's from its toes; else kept |
///
/// A twist is *kept* by carrying the last rotation along the shortest arc to the new direction, so that it never jumps
/// where a limb is straightened and bent again. A joint that seems to bend backwards a little is straight, not turned round.
///
/// Unknown key-points (NaN) hold the bones that need them in their last rotation against their parents, and
/// ``RigPose/held`` says which; before the first sight that is the T-pose. Bones point where the key-points do, so errors of lengths add up
/// along a limb; ``RigFit`` says how much. The way back is ``RigPose/pose(of:isMirrored:)``.
public struct RigSolver: Sendable {
  /// When a limb counts as straight. Degrees of flexion of elbow or knee, 0 = straight.
  public struct Configuration: Codable, Sendable, Equatable {
    /// Up to here the plane of bending says nothing about the twist.
    public var straight: Float = 10
    /// From here on it says everything; between the two its say grows smoothly.
    public var bent: Float = 25
    /// Up to here a bend against the joint's way is an error of the key-points.
    public var backwards: Float = 45
    /// The share of what is missing that a straight leg's toes give to its twist in each frame, 0 to 1.
    public var toes: Float = 0.25

    public init() {}
  }

  /// The bones; lengths may change between poses, as a live estimate's do.
  public var rig: Rig
  /// As the camera's whose frame the poses are in.
  public let isMirrored: Bool
  let configuration: Configuration
  var last = RigPose()

  public init(rig: Rig, isMirrored: Bool, configuration: Configuration = Configuration()) {
    self.rig = rig
    self.isMirrored = isMirrored
    self.configuration = configuration
  }

  /// The rig's pose for the next key-points, which are metres in the camera's frame.
  public mutating func solve(_ pose: Pose) -> RigPose {
    let signs = RigFrame.signs(isMirrored: isMirrored)
    let points = InlineArray<18, SIMD3<Float>> { pose.points[$0] * signs }
    var result = last
    result.held = []
    solveHips(points, &result)
    let chest = solveChest(points, &result)
    aim(.neck, points, parent: chest, &result)
    solveArm(.leftClavicle, points, parent: chest, &result)
    solveArm(.rightClavicle, points, parent: chest, &result)
    solveLeg(.leftThigh, points, &result)
    solveLeg(.rightThigh, points, &result)
    last = result
    return result
  }

  /// Forgets what came before, as at a cut: twists start anew.
  public mutating func reset() { last = RigPose() }
}
