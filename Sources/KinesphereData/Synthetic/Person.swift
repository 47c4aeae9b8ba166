/// One dancer's body: shape, size and clothes, at rest. Made once per person, posed many times.
///
/// Metres; pelvis joint at the origin, x to the dancer's right, y up, looking along -z.
public struct Person: Sendable {
  /// What is drawn when a person is made.
  public struct Configuration: Codable, Sendable, Equatable {
    /// Body heights to draw from, metres, uniform.
    public var shortest: Float = 1.5
    public var tallest: Float = 1.95
    /// Share of children, and the least height among them, metres; they reach up to ``shortest``.
    public var childShare: Float = 0
    public var shortestChild: Float = 1.05
    /// Standard deviation of what is added to a drawn person's shape coefficients.
    public var shapeSpread: Float = 0.15
    /// The thickest clothes, metres: trunk, arms and legs each draw a swelling from 0 to this.
    public var thickestClothes: Float = 0.028

    public init() {}
  }

  /// `[1502]` and `[22]`, at rest.
  let vertices: [SIMD3<Float>]
  let joints: [SIMD3<Float>]
  /// From sole to crown at rest, without clothes, metres.
  public let height: Float
  /// Cloth that hangs around the hips; nil = none.
  let hem: Hem?

  /// The mean person, 1.7 m tall, without clothes.
  public init(height: Float = 1.7) {
    self.init(shape: [Float](repeating: 0, count: Body.shapeCount), height: height, clothes: .zero)
  }

  /// A person with given principal shapes (in standard deviations), height and swelling of trunk, arms, legs in
  /// metres.
  init(shape: [Float], height: Float, clothes: SIMD3<Float>) {
    let body = Body.shared
    var vertices = body.vertices
    var joints = body.joints
    for (index, amount) in shape.enumerated() {
      let row = index * vertices.count
      for vertex in vertices.indices { vertices[vertex] += body.shapeVertices[row + vertex] * amount }
      let jointRow = index * joints.count
      for joint in joints.indices { joints[joint] += body.shapeJoints[jointRow + joint] * amount }
    }
    let heights = vertices.lazy.map(\.y)
    let natural = (heights.max() ?? 1) - (heights.min() ?? 0)
    let scale = height / natural
    for vertex in vertices.indices { vertices[vertex] *= scale }
    self.joints = joints.map { $0 * scale }
    self.height = height
    self.vertices = Self.dressed(vertices, clothes: clothes)
    hem = nil
  }

  private init(vertices: [SIMD3<Float>], joints: [SIMD3<Float>], height: Float, hem: Hem?) {
    (self.vertices, self.joints, self.height, self.hem) = (vertices, joints, height, hem)
  }

  /// The same person in loose clothes, over what they wear already.
  public func wearing(_ outfit: Outfit) -> Person {
    let body = Body.shared
    let normals = Self.normals(of: vertices, faces: body.faces)
    let dressed = vertices.indices.map { vertex in
      var swelling: Float = 0
      for slot in 4 * vertex..<4 * vertex + 4 {
        guard let segment = BodySegment(rawValue: Int(body.segments[slot])) else { continue }
        let (near, far) = outfit.swelling(of: segment)
        let start = joints[segment.pivot.rawValue]
        // How far along a leg's segment the vertex lies, by height: legs hang at rest.
        let share = max(0, min(1, (start.y - vertices[vertex].y) / (0.22 * height)))
        swelling += body.weights[slot] * (near + (far - near) * share)
      }
      return vertices[vertex] + normals[vertex] * swelling
    }
    let leg = pelvisHeight
    return Person(
      vertices: dressed, joints: joints, height: height,
      hem: outfit.hem.map { Hem(vertices: dressed, length: $0 * leg, flare: outfit.flare) })
  }

  /// Draws one of 500 people, changes the shape a little, scales to a drawn height and dresses.
  public static func random(
    _ configuration: Configuration = Configuration(), using generator: inout SeededGenerator
  ) -> Person {
    let body = Body.shared
    let row = generator.index(below: body.sampleCount) * Body.shapeCount
    let shape = (0..<Body.shapeCount).map {
      body.shapeSamples[row + $0] + generator.normal(0, configuration.shapeSpread)
    }
    let isChild = generator.chance(configuration.childShare)
    let height =
      isChild
      ? generator.uniform(configuration.shortestChild, configuration.shortest)
      : generator.uniform(configuration.shortest, configuration.tallest)
    let most = configuration.thickestClothes
    let clothes = SIMD3(
      generator.uniform(0, most), generator.uniform(0, most), generator.uniform(0, most))
    return Person(shape: shape, height: height, clothes: clothes)
  }

  /// Moves the skin of trunk, arms and legs outwards; head, hands and feet stay bare.
  private static func dressed(_ vertices: [SIMD3<Float>], clothes: SIMD3<Float>) -> [SIMD3<Float>] {
    guard clothes != .zero else { return vertices }
    let body = Body.shared
    let normals = Self.normals(of: vertices, faces: body.faces)
    return vertices.indices.map { vertex in
      // Blending by the skin's weights keeps hems and shoulders smooth.
      var swelling: Float = 0
      for slot in 4 * vertex..<4 * vertex + 4 {
        swelling += body.weights[slot] * thickness(on: Int(body.segments[slot]), of: clothes)
      }
      return vertices[vertex] + normals[vertex] * swelling
    }
  }

  private static func thickness(on segment: Int, of clothes: SIMD3<Float>) -> Float {
    switch BodySegment(rawValue: segment) {
    case .pelvis, .abdomen, .chest, .leftClavicle, .rightClavicle: clothes.x
    case .leftUpperArm, .leftForearm, .rightUpperArm, .rightForearm: clothes.y
    case .leftThigh, .leftShank, .rightThigh, .rightShank: clothes.z
    default: 0
    }
  }

  /// Outward unit normals: the area-weighted mean over a vertex's triangles.
  private static func normals(of vertices: [SIMD3<Float>], faces: [Int16]) -> [SIMD3<Float>] {
    var normals = [SIMD3<Float>](repeating: .zero, count: vertices.count)
    var volume: Float = 0
    for face in stride(from: 0, to: faces.count, by: 3) {
      let (a, b, c) = (Int(faces[face]), Int(faces[face + 1]), Int(faces[face + 2]))
      let normal = (vertices[b] - vertices[a]).cross(vertices[c] - vertices[a])
      volume += normal.dot(vertices[a])
      normals[a] += normal
      normals[b] += normal
      normals[c] += normal
    }
    // A negative volume means that the triangles are wound inwards.
    return normals.map { $0.normalised * (volume < 0 ? -1 : 1) }
  }
}
