import CZlib
import Kinesphere
import KinesphereData

/// Writes an export as NumPy arrays in one `.npz`, as `numpy.savez` does.
///
/// | array | shape | what |
/// |---|---|---|
/// | `times` | [frames] f8 | seconds |
/// | `points` | [frames, 18, 3] f4 | key-points as seen, metres in the rig's frame, NaN = unknown |
/// | `confidence` | [frames, 18] f4 | 0 to 1 |
/// | `angles` | [frames, 9] f4 | joint angles, degrees |
/// | `names`, `angle_names`, `bones` | U | what the columns are |
/// | `rig_times` | [even] f8 | seconds, at the constant rate |
/// | `root` | [even, 3] f4 | the rig's pelvis, metres |
/// | `rotations` | [even, 20, 4] f4 | each bone against its parent, quaternions x y z w |
/// | `parents`, `offsets` | [20] i4, [20, 3] f4 | the rig: -1 for the root; metres at rest |
/// | `origin` | [3] f4 | what was subtracted: add it for the place before the camera |
/// | `rate` | f8 | Hz |
public struct NPZWriter: Sendable {
  public init() {}

  public func write(_ export: MotionExport, to file: OutputFile) throws(OutputError) {
    let (seen, rig) = (export.seen, export.rig)
    var archive = StoredArchive()
    try archive.add("times.npy", Self.array([seen.count], doubles: seen.times), to: file)
    try archive.add("points.npy", Self.array([seen.count, 18, 3], Self.flat(seen.points)), to: file)
    try archive.add("confidence.npy", Self.array([seen.count, 18], seen.confidence), to: file)
    var angles: [Float] = []
    for frame in 0..<seen.count {
      let values = seen.angles(frame)
      for index in values.indices { angles.append(values[index]) }
    }
    try archive.add("angles.npy", Self.array([seen.count, 9], angles), to: file)
    try archive.add("names.npy", Self.array(texts: KeyPoint.names), to: file)
    try archive.add("angle_names.npy", Self.array(texts: JointAngles.names), to: file)
    try archive.add("bones.npy", Self.array(texts: Bone.names), to: file)
    try archive.add("rig_times.npy", Self.array([rig.times.count], doubles: rig.times), to: file)
    try archive.add("root.npy", Self.array([rig.poses.count, 3], Self.flat(rig.poses.map(\.root))), to: file)
    let turns = rig.poses.flatMap { pose in
      Bone.allCases.flatMap { [pose[$0].x, pose[$0].y, pose[$0].z, pose[$0].w] }
    }
    try archive.add("rotations.npy", Self.array([rig.poses.count, 20, 4], turns), to: file)
    let parents = Bone.allCases.map { Int32($0.parent?.rawValue ?? -1) }
    try archive.add("parents.npy", Self.array([20], integers: parents), to: file)
    try archive.add(
      "offsets.npy", Self.array([20, 3], Self.flat(Bone.allCases.map { rig.rig[$0] })), to: file)
    try archive.add("origin.npy", Self.array([3], Self.flat([export.origin])), to: file)
    try archive.add("rate.npy", Self.array([], doubles: [export.rate]), to: file)
    try archive.finish(file)
  }

  private static func flat(_ points: [SIMD3<Float>]) -> [Float] { points.flatMap { [$0.x, $0.y, $0.z] } }

  private static func array(_ shape: [Int], _ values: [Float]) -> [UInt8] {
    var bytes = head("<f4", shape)
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values { bytes.append(float: value) }
    return bytes
  }

  private static func array(_ shape: [Int], doubles values: [Double]) -> [UInt8] {
    var bytes = head("<f8", shape)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    return bytes
  }

  private static func array(_ shape: [Int], integers values: [Int32]) -> [UInt8] {
    var bytes = head("<i4", shape)
    for value in values { bytes.append(long: Int(value)) }
    return bytes
  }

  /// Fixed-width UTF-32, as NumPy keeps texts.
  private static func array(texts: [String]) -> [UInt8] {
    let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    var bytes = head("<U\(width)", [texts.count])
    for text in texts {
      for scalar in text.unicodeScalars { bytes.append(long: Int(scalar.value)) }
      bytes += [UInt8](repeating: 0, count: 4 * (width - text.unicodeScalars.count))
    }
    return bytes
  }

  /// NumPy's version 1 header, padded to 64 bytes.
  private static func head(_ type: String, _ shape: [Int]) -> [UInt8] {
    let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sides)), }"
    let total = (10 + text.utf8.count + 1 + 63) / 64 * 64
    var bytes = Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }) + [1, 0]
    bytes.append(short: total - 10)
    bytes += Array(text.utf8) + [UInt8](repeating: 32, count: total - 11 - text.utf8.count)
    return bytes + [10]
  }
}
