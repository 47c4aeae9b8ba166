import Foundation
import KinesphereData

/// Writes a rig's motion as binary glTF 2.0 (`.glb`), which Blender, three.js, Windows' and macOS' viewers open.
///
/// Metres, y up, the figure faces +z at rest: 20 nodes in a tree, one skin, an animation with the pelvis' translation and
/// every bone's rotation (linear, which for rotations is along the shorter arc), and a mesh of simple bones, the left in
/// blue, the right in red, so that there is something to see. Time starts at 0. About 300 bytes a frame; at most 4 GB.
public struct GLBWriter: Sendable {
  public init() {}

  public func write(_ export: MotionExport, to file: OutputFile) throws {
    let rig = export.rig
    var buffer = GLTFBuffer()
    var document = GLTFDocument(
      asset: GLTFDocument.Asset(
        extras: GLTFDocument.Extras(
          frame: "right-handed, y up, metres, z towards the camera",
          origin: [export.origin.x, export.origin.y, export.origin.z], rate: export.rate)))
    addNodes(rig, &document)
    addSkin(rig.rig, &document, &buffer)
    addMesh(rig.rig, &document, &buffer)
    addAnimation(rig, name: export.name, &document, &buffer)
    document.scenes = [GLTFDocument.Scene(name: export.name, nodes: [0, Bone.count])]
    (document.accessors, document.bufferViews) = (buffer.accessors, buffer.views)
    document.buffers = [GLTFDocument.Buffer(byteLength: buffer.bytes.count)]
    try Self.write(document, buffer.bytes, to: file)
  }

  /// The head, the JSON chunk and the binary chunk, each padded to four bytes.
  private static func write(_ document: GLTFDocument, _ content: [UInt8], to file: OutputFile) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = Array(try encoder.encode(document))
    while !json.count.isMultiple(of: 4) { json.append(32) }
    let rest = (4 - content.count % 4) % 4
    let total = 12 + 8 + json.count + 8 + content.count + rest
    guard total < 0xFFFF_FFFF else {
      throw OutputError(file: file.path, expected: "be below 4 GB", code: EFBIG)
    }
    try file.append { bytes in
      bytes += Array("glTF".utf8)
      bytes.append(long: 2)
      bytes.append(long: total)
      bytes.append(long: json.count)
      bytes += Array("JSON".utf8) + json
      bytes.append(long: content.count + rest)
      bytes += Array("BIN\0".utf8)
    }
    try file.append { $0 += content + [UInt8](repeating: 0, count: rest) }
  }

  private func addNodes(_ motion: RigMotion, _ document: inout GLTFDocument) {
    for bone in Bone.allCases {
      let place = bone == .hips ? motion.poses.first?.root ?? .zero : motion.rig[bone]
      let children = Bone.allCases.filter { $0.parent == bone }.map(\.rawValue)
      document.nodes.append(
        GLTFDocument.Node(
          name: bone.name, translation: [place.x, place.y, place.z],
          children: children.isEmpty ? nil : children))
    }
    document.nodes.append(GLTFDocument.Node(name: "Body", mesh: 0, skin: 0))
  }

  /// The mesh lies around the T-pose with the pelvis at the origin: the inverse is a shift.
  private func addSkin(_ rig: Rig, _ document: inout GLTFDocument, _ buffer: inout GLTFBuffer) {
    let rest = RigPose().joints(of: rig)
    let matrices = Bone.allCases.flatMap { bone -> [Float] in
      let place = rest[bone.rawValue]
      return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -place.x, -place.y, -place.z, 1]
    }
    document.skins = [
      GLTFDocument.Skin(
        name: "Rig", inverseBindMatrices: buffer.add(matrices, width: 16), joints: Array(0..<Bone.count),
        skeleton: 0)
    ]
  }

  private func addMesh(_ rig: Rig, _ document: inout GLTFDocument, _ buffer: inout GLTFBuffer) {
    let colours: [BoneMesh.Side: [Float]] = [
      .middle: [0.75, 0.75, 0.72, 1], .left: [0.10, 0.35, 0.75, 1], .right: [0.80, 0.20, 0.12, 1],
    ]
    var primitives: [GLTFDocument.Mesh.Primitive] = []
    for side in BoneMesh.Side.allCases {
      let mesh = BoneMesh(rig, side: side)
      let weights = (0..<mesh.count).flatMap { _ in [1, 0, 0, 0] as [Float] }
      primitives.append(
        GLTFDocument.Mesh.Primitive(
          attributes: [
            "POSITION": buffer.add(mesh.positions, width: 3, target: .vertices, isBounded: true),
            "NORMAL": buffer.add(mesh.normals, width: 3, target: .vertices),
            "JOINTS_0": buffer.add(joints: mesh.bones.flatMap { [$0, 0, 0, 0] }),
            "WEIGHTS_0": buffer.add(weights, width: 4, target: .vertices),
          ], indices: buffer.add(indices: Array(0..<mesh.count)), material: document.materials.count))
      document.materials.append(
        GLTFDocument.Material(
          name: "\(side)",
          pbrMetallicRoughness: GLTFDocument.Material.Metallic(
            baseColorFactor: colours[side] ?? [1, 1, 1, 1])
        ))
    }
    document.meshes = [GLTFDocument.Mesh(name: "Body", primitives: primitives)]
  }

  private func addAnimation(
    _ motion: RigMotion, name: String, _ document: inout GLTFDocument, _ buffer: inout GLTFBuffer
  ) {
    let first = motion.times.first ?? 0
    let input = buffer.add(motion.times.map { Float($0 - first) }, width: 1, isBounded: true)
    var animation = GLTFDocument.Animation(name: name)
    func add(_ path: String, _ bone: Bone, _ output: Int) {
      animation.channels.append(
        GLTFDocument.Animation.Channel(
          sampler: animation.samplers.count,
          target: GLTFDocument.Animation.Channel.Target(node: bone.rawValue, path: path)))
      animation.samplers.append(GLTFDocument.Animation.Sampler(input: input, output: output))
    }
    let places = motion.poses.flatMap { [$0.root.x, $0.root.y, $0.root.z] }
    add("translation", .hips, buffer.add(places, width: 3))
    for bone in Bone.allCases where bone == .hips || bone == .spine || bone.child != nil {
      add("rotation", bone, buffer.add(Self.rotations(of: bone, motion), width: 4))
    }
    document.animations = [animation]
  }

  /// One quaternion a frame, each of the sign that is nearer to the one before: some viewers blend the numbers.
  private static func rotations(of bone: Bone, _ motion: RigMotion) -> [Float] {
    var last = Quaternion.identity
    return motion.poses.flatMap { pose -> [Float] in
      var turn = pose[bone].normalised
      if turn.x * last.x + turn.y * last.y + turn.z * last.z + turn.w * last.w < 0 {
        turn = Quaternion(x: -turn.x, y: -turn.y, z: -turn.z, w: -turn.w)
      }
      last = turn
      return [turn.x, turn.y, turn.z, turn.w]
    }
  }
}
