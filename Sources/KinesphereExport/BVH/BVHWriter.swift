import Kinesphere
import KinesphereData
import RealModule

/// Writes a rig's motion as BVH (Biovision's hierarchy), which Blender, MotionBuilder, Maya, Unity tools and most others read.
///
/// BVH has no standard; the dialect: right-handed, y up, the figure faces +z at rest, its left at +x; rest pose = T-pose
/// (all rotations 0). The root has six channels, `Xposition Yposition Zposition` and three rotations; every other joint three
/// rotations, in degrees, in one order for all, the first outermost. The root's offset is zero and its positions are whole. Names as
/// Mixamo's (``Bone/name``), head, hands and toes with an end site. Centimetres unless told otherwise, as most programs
/// guess; six decimals. `Frame Time` is one over the rate, and the first frame is the motion's first.
public struct BVHWriter: Sendable {
  /// The unit of offsets and positions.
  public enum Unit: String, Sendable, CaseIterable, Codable {
    case centimetre = "cm"
    case metre = "m"

    /// Units for a metre.
    public var perMetre: Float { self == .centimetre ? 100 : 1 }
  }

  public let order: EulerOrder
  public let unit: Unit

  public init(order: EulerOrder = .zxy, unit: Unit = .centimetre) {
    self.order = order
    self.unit = unit
  }

  /// Writes a motion at a constant rate in Hz, frame by frame, to an open file.
  public func write(_ motion: RigMotion, rate: Double, to file: OutputFile) throws(OutputError) {
    precondition(rate > 0 && rate.isFinite, "a rate is positive")
    try file.append("HIERARCHY\n")
    try writeBone(.hips, of: motion.rig, depth: 0, to: file)
    try file.append("MOTION\nFrames: \(motion.poses.count)\nFrame Time: ")
    try file.append { text in
      text.append(decimal: 1 / rate, decimals: 8)
      text.append(UInt8(ascii: "\n"))
    }
    for pose in motion.poses {
      try file.append { text in self.append(pose, to: &text) }
    }
  }

  /// Depth first, which is the order of ``Bone`` except that thighs come before what hangs on the spine: channels
  /// follow ``writingOrder``.
  private func writeBone(_ bone: Bone, of rig: Rig, depth: Int, to file: OutputFile) throws(OutputError) {
    let indent = String(repeating: "\t", count: depth)
    let axes = order.rawValue.uppercased().map { "\($0)rotation" }.joined(separator: " ")
    try file.append("\(indent)\(depth == 0 ? "ROOT" : "JOINT") \(bone.name)\n\(indent){\n")
    try file.append("\(indent)\tOFFSET \(text(rig[bone] * unit.perMetre))\n")
    let channels = depth == 0 ? "6 Xposition Yposition Zposition \(axes)" : "3 \(axes)"
    try file.append("\(indent)\tCHANNELS \(channels)\n")
    let children = Bone.allCases.filter { $0.parent == bone }
    for child in children { try writeBone(child, of: rig, depth: depth + 1, to: file) }
    if children.isEmpty {
      try file.append("\(indent)\tEnd Site\n\(indent)\t{\n")
      try file.append("\(indent)\t\tOFFSET \(text(rig.end(bone) * unit.perMetre))\n\(indent)\t}\n")
    }
    try file.append("\(indent)}\n")
  }

  private func text(_ vector: SIMD3<Float>) -> String {
    var bytes: [UInt8] = []
    bytes.append(vector)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func append(_ pose: RigPose, to text: inout [UInt8]) {
    text.append(pose.root * unit.perMetre)
    for bone in Self.writingOrder {
      text.append(UInt8(ascii: " "))
      text.append(pose[bone].euler(order) * (180 / .pi))
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// The bones as they stand in the file, each before its children.
  static let writingOrder: [Bone] = {
    func below(_ bone: Bone) -> [Bone] {
      [bone] + Bone.allCases.filter { $0.parent == bone }.flatMap { below($0) }
    }
    return below(.hips)
  }()
}

extension [UInt8] {
  /// Three numbers with six decimals.
  fileprivate mutating func append(_ vector: SIMD3<Float>) {
    for axis in 0..<3 {
      if axis > 0 { append(UInt8(ascii: " ")) }
      append(decimal: Double(vector[axis]), decimals: 6, absent: "0.000000")
    }
  }
}

extension Rig {
  /// Where a bone ends that has no child, from its joint at rest: a crown, fingertips and toes to look at.
  func end(_ bone: Bone) -> SIMD3<Float> {
    switch bone {
    case .head: SIMD3(0, 0.75 * length(.head), 0)
    case .leftHand: SIMD3(0.4 * length(.leftHand), 0, 0)
    case .rightHand: SIMD3(-0.4 * length(.rightHand), 0, 0)
    case .leftToes, .rightToes: SIMD3(0, 0, 0.4 * length(.leftToes))
    default: .zero
    }
  }
}
