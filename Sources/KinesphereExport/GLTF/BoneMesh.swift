/// A simple body to look at: a long octahedron along each bone, each corner moved by that bone alone.
///
/// Flat faces, so corners are not shared. About 600 corners and 200 triangles.
struct BoneMesh {
  /// The colour's part of the body.
  enum Side: Int, CaseIterable { case middle, left, right }

  /// Corners and normals at rest with the pelvis at the origin, metres, three numbers each; the bone of each corner.
  private(set) var positions: [Float] = []
  private(set) var normals: [Float] = []
  private(set) var bones: [UInt8] = []
  let side: Side

  var count: Int { bones.count }

  init(_ rig: Rig, side: Side) {
    self.side = side
    let rest = RigPose().joints(of: rig)
    for bone in Bone.allCases where Self.side(bone) == side {
      let start = rest[bone.rawValue]
      let ends = Bone.allCases.filter { $0.parent == bone && rig.length($0) > 1e-4 }.map { rig[$0] }
      for (index, end) in (ends.isEmpty ? [rig.end(bone)] : ends).enumerated() {
        // Of the three bones that start at the neck's joint one is enough to carry the trunk there.
        if bone == .spine && index > 0 { continue }
        add(bone, from: start, along: end, width: Self.width(bone, rig))
      }
    }
  }

  private static func side(_ bone: Bone) -> Side {
    bone.rawValue < Bone.leftClavicle.rawValue
      ? .middle : bone.rawValue < Bone.rightClavicle.rawValue ? .left : .right
  }

  /// Half the greatest width, metres.
  private static func width(_ bone: Bone, _ rig: Rig) -> Float {
    switch bone {
    case .head: 0.6 * rig.length(.head)
    case .spine: 0.2 * rig.length(.neck)
    case .hips: 0.05
    case .leftHand, .rightHand, .leftToes, .rightToes: 0.02
    default: 0.12 * (bone.child.map { rig.length($0) } ?? 0.2)
    }
  }

  private mutating func add(_ bone: Bone, from start: SIMD3<Float>, along end: SIMD3<Float>, width: Float) {
    let direction = end.normalised
    guard direction != .zero else { return }
    let turn = Quaternion(from: SIMD3(0, 1, 0), to: direction)
    // A head is round about its joint; a limb is thickest near its start.
    let isHead = bone == .head
    let (tip, tail) = (start + end, isHead ? start - end : start)
    let belt = isHead ? start : start + end * 0.2
    let ring = [SIMD3<Float>(1, 0, 0), SIMD3(0, 0, 1), SIMD3(-1, 0, 0), SIMD3(0, 0, -1)].map {
      belt + turn.rotated($0) * width
    }
    for corner in 0..<4 {
      let (a, b) = (ring[corner], ring[(corner + 1) % 4])
      triangle(tip, a, b, bone, middle: belt)
      triangle(tail, b, a, bone, middle: belt)
    }
  }

  /// Against the clock as seen from outside.
  private mutating func triangle(
    _ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>, _ bone: Bone, middle: SIMD3<Float>
  ) {
    var corners = [a, b, c]
    var normal = (b - a).cross(c - a).normalised
    if normal.dot((a + b + c) / 3 - middle) < 0 {
      corners = [a, c, b]
      normal = -normal
    }
    for corner in corners {
      positions += [corner.x, corner.y, corner.z]
      normals += [normal.x, normal.y, normal.z]
      bones.append(UInt8(bone.rawValue))
    }
  }
}
