import Kinesphere

extension Rig {
  /// The rig of a dancer, measured on a motion: every length is the median over the frames and both sides.
  ///
  /// Medians forget what a tracker got wrong in fewer than half of the frames. Only points of a confidence of at least a
  /// half count, or all where those are fewer than 20. Trunk, clavicles and feet get their usual directions as their rest, so that a
  /// body that stands is at rest whatever the convention of its key-points. What was never seen stays ``standard``, scaled by
  /// what was. At most 2,000 frames are looked at, evenly spread. `isMirrored` as the camera's.
  public init(measuring motion: Motion, isMirrored: Bool) {
    var samples = RigSamples(isMirrored: isMirrored)
    let step = max(1, motion.count / 2_000)
    for frame in stride(from: 0, to: motion.count, by: step) { samples.add(motion.poses[frame]) }
    self = samples.rig
  }
}

/// What is measured in each frame.
private struct RigSamples {
  private let signs: SIMD3<Float>
  private var sure: [Bone: [SIMD3<Float>]] = [:]
  private var any: [Bone: [SIMD3<Float>]] = [:]

  init(isMirrored: Bool) { signs = RigFrame.signs(isMirrored: isMirrored) }

  mutating func add(_ pose: Pose) {
    func seen(_ point: KeyPoint) -> SIMD3<Float> { pose[point] * signs }
    let up = seen(.neck) - seen(.pelvis)
    let hips = frame(up: up, across: seen(.leftHip) - seen(.rightHip))
    let chest = frame(up: up, across: seen(.leftShoulder) - seen(.rightShoulder))
    for bone in Bone.allCases {
      guard let parent = bone.parent, bone != .leftClavicle, bone != .rightClavicle else { continue }
      let offset = seen(bone.joint) - seen(parent.joint)
      let side: SIMD3<Float> = bone.rawValue >= Bone.rightClavicle.rawValue ? SIMD3(-1, 1, 1) : SIMD3(1, 1, 1)
      let value: SIMD3<Float>?
      switch bone {
      case .spine, .leftThigh, .rightThigh: value = hips.map { $0.inverse.rotated(offset) * side }
      case .neck, .head, .leftUpperArm, .rightUpperArm:
        value = chest.map { $0.inverse.rotated(offset) * side }
      case .leftToes, .rightToes:
        // The angle to the shank is the foot's.
        let shank = (seen(parent.joint) - seen(bone == .leftToes ? .leftKnee : .rightKnee)).normalised
        let down = offset.dot(shank)
        value = SIMD3(0, -down, (offset - shank * down).length)
      default: value = SIMD3(offset.length, 0, 0)
      }
      guard let value, value.isKnown else { continue }
      let left = bone.rawValue >= Bone.rightClavicle.rawValue ? bone.mirrored : bone
      any[left, default: []].append(value)
      let confidence = min(
        pose.confidence[bone.joint.rawValue], pose.confidence[parent.joint.rawValue])
      if confidence >= 0.5 { sure[left, default: []].append(value) }
    }
  }

  /// The rotation from rest of a part of the trunk; nil where it is not known.
  private func frame(up: SIMD3<Float>, across: SIMD3<Float>) -> Quaternion? {
    guard up.isKnown, across.isKnown, up.length > 0.05, across.length > 0.02 else { return nil }
    return Quaternion(first: SIMD3(0, 1, 0), to: up, second: SIMD3(1, 0, 0), to: across)
  }

  var rig: Rig {
    var offsets: [Bone: SIMD3<Float>] = [:]
    var ratios: [Float] = []
    for bone in Bone.allCases where bone.rawValue < Bone.rightClavicle.rawValue {
      guard let offset = measured(bone) else { continue }
      offsets[bone] = offset
      ratios.append(offset.length / max(0.01, Rig.standard.length(bone)))
    }
    let scale = ratios.isEmpty ? 1 : ratios.sorted()[ratios.count / 2]
    for bone in Bone.allCases where bone.rawValue < Bone.rightClavicle.rawValue && offsets[bone] == nil {
      offsets[bone] = Rig.standard[bone] * scale
    }
    offsets[.hips] = .zero
    offsets[.leftClavicle] = offsets[.neck]
    return Rig(sides: offsets)
  }

  private func measured(_ bone: Bone) -> SIMD3<Float>? {
    let trusted = sure[bone, default: []]
    let values = trusted.count >= 20 ? trusted : any[bone, default: []]
    guard !values.isEmpty else { return nil }
    var middle = SIMD3<Float>.zero
    for axis in 0..<3 { middle[axis] = median(values.map { $0[axis] }) }
    let length = median(values.map(\.length))
    switch bone {
    case .spine, .neck, .head: middle.x = 0
    case .leftUpperArm, .leftThigh, .leftToes: break
    default: middle = Rig.standard[bone]
    }
    guard middle.length > 1e-4 else { return Rig.standard[bone].normalised * length }
    return middle.normalised * length
  }

  private func median(_ values: [Float]) -> Float { values.sorted()[values.count / 2] }
}
