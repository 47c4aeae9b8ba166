import Kinesphere

/// A dancer as a performer of the Virtual Motion Capture protocol (protocol.vmc.info), which avatars in Unity, Unreal, Godot
/// and Blender follow.
///
/// | address | arguments |
/// |---|---|
/// | `/VMC/Ext/OK` | `i` 1 = bones are sent, `i` 3 = calibrated, `i` 0 = normal mode, `i` 1 where the dancer is seen, else 0 (version 2.7) |
/// | `/VMC/Ext/T` | `f` seconds since the start |
/// | `/VMC/Ext/Root/Pos` | `s` `root`, position, rotation (version 2.0): where the avatar's space is; always zero and no rotation |
/// | `/VMC/Ext/Bone/Pos` | `s` one of Unity's HumanBodyBones, local position in metres, local rotation as x, y, z, w |
///
/// Unity's frame: left-handed, y up, metres, a figure at rest in a T-pose that looks along +z. The floor's middle is where the
/// dancer was first seen, at the height of the lowest foot so far (``StageFloor``): a camera does not know its own height.
/// The rotations of the 20 bones come from a ``RigSolver``, their lengths from a ``RigEstimate``. Where the dancer is not
/// seen, only `OK` and `T` go out, so an avatar keeps its last pose.
public struct VMCMessages: Sendable {
  /// Where receivers (marionettes) listen.
  public static let port: UInt16 = 39_539

  private let available = OSCHead("/VMC/Ext/OK", [.int32, .int32, .int32, .int32])
  private let time = OSCHead("/VMC/Ext/T", [.float32])
  private let root = OSCHead("/VMC/Ext/Root/Pos", [.string] + [OSCType](repeating: .float32, count: 7))
  private let bone = OSCHead("/VMC/Ext/Bone/Pos", [.string] + [OSCType](repeating: .float32, count: 7))
  private var estimate = RigEstimate()
  private var solver: RigSolver
  private var floor = StageFloor()
  private var last: Double?

  /// Seconds without the dancer after which twists start anew.
  private static let longestGap = 0.5

  /// `isMirrored` is the camera's.
  public init(isMirrored: Bool) { solver = RigSolver(rig: .standard, isMirrored: isMirrored) }

  /// Appends a frame's messages to a writer that was started. Allocates nothing once the writer is warm; some 15 µs.
  public mutating func write(_ tracked: TrackedFrame, to writer: inout OSCWriter) {
    let isSeen = tracked.status == .ok
    writer.begin(available)
    for value: Int32 in [1, 3, 0] { writer.append(value) }
    writer.append(isSeen ? 1 : 0 as Int32)
    writer.end()
    writer.begin(time)
    writer.append(Float(tracked.time))
    writer.end()
    guard isSeen else { return }
    if let last, tracked.time - last > Self.longestGap { solver.reset() }
    last = tracked.time
    estimate.learn(tracked.pose)
    solver.rig = estimate.rig
    let pose = solver.solve(tracked.pose)
    let place = floor.place(of: pose, rig: solver.rig, time: tracked.time)
    write(root, "root", .zero, .identity, to: &writer)
    for index in 0..<Bone.count {
      let offset = index == 0 ? place : solver.rig.offsets[index]
      write(bone, Bone.unityNames[index], offset, pose.rotations[index], to: &writer)
    }
  }

  /// A place and a rotation in the rig's frame go out in Unity's.
  private func write(
    _ head: OSCHead, _ name: String, _ place: SIMD3<Float>, _ rotation: Quaternion, to writer: inout OSCWriter
  ) {
    let (place, turn) = (RigFrame.unity(place), RigFrame.unity(rotation))
    writer.begin(head)
    writer.append(name)
    for axis in 0..<3 { writer.append(place[axis]) }
    writer.append(turn.x)
    writer.append(turn.y)
    writer.append(turn.z)
    writer.append(turn.w)
    writer.end()
  }
}
