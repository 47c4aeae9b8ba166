/// What a surface of a scene is made of: how bright it is, its pattern, and whether it swallows infrared light.
public struct SceneMaterial: Codable, Sendable, Equatable {
  /// A pattern fixed in space, which a still camera sees always at the same pixels.
  public enum Texture: String, Codable, Sendable, CaseIterable {
    case plain
    /// Blotches of some 12 cm with fine grain: plaster.
    case plaster
    /// Boards 14 cm wide along z, each with its own tone.
    case boards
    /// Bricks of 24 x 8 cm with bright joints.
    case bricks
    /// Horizontal stripes of 10 cm.
    case stripes
  }

  /// Share of the light that comes back, red, green and blue, 0 to 1.
  public var albedo: SIMD3<Float>
  public var texture: Texture
  /// True for black things, whose readings a depth camera loses (see ``RoomFaults/absorbedShare``).
  public var isAbsorbing: Bool

  public init(albedo: SIMD3<Float>, texture: Texture = .plain, isAbsorbing: Bool = false) {
    self.albedo = albedo
    self.texture = texture
    self.isAbsorbing = isAbsorbing
  }

  /// Black leather or foam.
  public static let black = SceneMaterial(albedo: SIMD3(0.06, 0.06, 0.07), isAbsorbing: true)
}

extension SceneMaterial.Texture {
  /// The factor on the albedo at a place on the surface, metres: about 1, between 0.5 and 1.3.
  func tone(u: Float, v: Float) -> Float {
    switch self {
    case .plain: 1
    case .plaster:
      0.8 + 0.3 * Self.smooth(u / 0.12, v / 0.12) + 0.1 * Self.hash(Self.cell(u / 0.01), Self.cell(v / 0.01))
    case .boards:
      0.7 + 0.4 * Self.hash(Self.cell(u / 0.14), Self.cell(v / 1.1)) + 0.1 * Self.smooth(u / 0.02, v / 0.2)
    case .bricks: Self.bricks(u, v)
    case .stripes: Self.cell(v / 0.1) & 1 == 0 ? 0.7 : 1.2
    }
  }

  private static func bricks(_ u: Float, _ v: Float) -> Float {
    let row = cell(v / 0.08)
    let shifted = u / 0.24 + (row & 1 == 0 ? 0 : 0.5)
    let (alongJoint, acrossJoint) = (shifted - shifted.rounded(.down), v / 0.08 - Float(row))
    if alongJoint < 0.05 || acrossJoint < 0.14 { return 1.3 }
    return 0.65 + 0.4 * hash(cell(shifted), row)
  }

  private static func cell(_ value: Float) -> Int32 { Int32(max(-1e6, min(1e6, value)).rounded(.down)) }

  /// Random numbers on a grid of whole places, 0 to 1, blended between them.
  private static func smooth(_ u: Float, _ v: Float) -> Float {
    let (column, row) = (cell(u), cell(v))
    let (a, b) = (u - Float(column), v - Float(row))
    let (s, t) = (a * a * (3 - 2 * a), b * b * (3 - 2 * b))
    let upper = hash(column, row) * (1 - s) + hash(column + 1, row) * s
    let lower = hash(column, row + 1) * (1 - s) + hash(column + 1, row + 1) * s
    return upper * (1 - t) + lower * t
  }

  private static func hash(_ column: Int32, _ row: Int32) -> Float {
    var bits = UInt32(bitPattern: column) &* 0x9E37_79B1 ^ UInt32(bitPattern: row) &* 0x85EB_CA77
    bits = (bits ^ bits >> 15) &* 0xC2B2_AE3D
    bits = (bits ^ bits >> 13) &* 0x27D4_EB2F
    return Float((bits ^ bits >> 16) >> 8) * 0x1p-24
  }
}
