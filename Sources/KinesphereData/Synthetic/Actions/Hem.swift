import Foundation

/// Cloth that hangs around the hips: a skirt, or a jacket below the waist.
///
/// `directions` straight lines fall from a ring about the pelvis, each at the least angle to the vertical that keeps it
/// outside the legs, at least at the flare; a spin raises them by the balance of weight and centrifugal force,
/// `tan(angle) = spin^2 r / g`, of which cloth that is held at the waist reaches about 60 per cent. No state: a frame
/// depends on its pose alone. About 10 µs.
struct Hem: Sendable {
  /// `[directions]`: the ring's radius at rest, metres, from x towards -z; and its height over the pelvis joint.
  private let radii: [Float]
  private let rise: Float
  /// Metres.
  private let length: Float
  private let flare: Float
  /// Three vertex numbers a triangle, from `first` on.
  let faces: [Int16]

  static let directions = 32
  static let levels = 6
  static let vertexCount = directions * levels

  /// For a person's skin and joints at rest; `length` in metres below the ring, `flare` in degrees.
  init(vertices: [SIMD3<Float>], length: Float, flare: Float) {
    self.length = length
    self.flare = radians(flare)
    rise = 0.02
    // The widest of the trunk and buttocks around the hips, without hanging hands.
    let around = zip(vertices, Body.shared.heaviest).filter {
      [.pelvis, .abdomen, .leftThigh, .rightThigh].contains($1) && abs($0.y) < 0.12
    }.map(\.0)
    radii = (0..<Self.directions).map { index in
      let out = Self.direction(index)
      return 0.012 + (around.map { $0.x * out.x + $0.z * out.y }.max() ?? 0.15)
    }
    let first = Body.shared.vertexCount
    faces = (0..<Self.levels - 1).flatMap { level in
      (0..<Self.directions).flatMap { index -> [Int16] in
        let (a, b) = (
          level * Self.directions + index, level * Self.directions + (index + 1) % Self.directions
        )
        return [a, a + Self.directions, b, b, a + Self.directions, b + Self.directions].map {
          Int16(first + $0)
        }
      }
    }
  }

  private static func direction(_ index: Int) -> SIMD2<Float> {
    let angle = Float(index) * 2 * .pi / Float(directions)
    return SIMD2(cos(angle), -sin(angle))
  }

  /// Fills the cloth's vertices, which follow the skin's.
  func hang(
    on joints: [SIMD3<Float>], pelvis: Rotation, drape: Drape, into vertices: inout [SIMD3<Float>]
  ) {
    let down = drape.down
    let across = pelvis.applied(to: SIMD3(1, 0, 0))
    let right = (across - down * across.dot(down)).normalised
    let back = down.cross(right)
    let centre = joints[BodyJoint.pelvis.rawValue] + pelvis.applied(to: SIMD3(0, rise, 0))
    let legs = Self.samples(joints)
    let spun = 0.6 * atan(drape.spin * drape.spin * 0.35 / ScorePerformance.gravity)
    let base = vertices.count - Self.vertexCount
    var angles = [Float](repeating: 0, count: Self.directions)
    for index in 0..<Self.directions {
      let flat = Self.direction(index)
      let out = right * flat.x + back * flat.y
      let start = centre + pelvis.applied(to: SIMD3(flat.x, 0, flat.y)) * radii[index]
      var angle = max(flare, spun)
      for (place, radius) in legs {
        let way = place - start
        let (aside, below) = (way.dot(out) + radius, way.dot(down))
        guard (way - down * below).length + below < 1.5 * length, below > -0.1 || aside > 0 else { continue }
        angle = max(angle, atan2(aside, max(0.03, below)))
      }
      angles[index] = min(angle, 1.6)
      vertices[base + index] = start
    }
    for index in 0..<Self.directions {
      let flat = Self.direction(index)
      let out = right * flat.x + back * flat.y
      let neighbours = (
        angles[(index + 1) % Self.directions], angles[(index + Self.directions - 1) % Self.directions]
      )
      // Cloth spans between the places that push it.
      let angle = max(angles[index], (neighbours.0 + neighbours.1) / 2)
      let fall = down * cos(angle) + out * sin(angle)
      for level in 1..<Self.levels {
        let share = Float(level) / Float(Self.levels - 1)
        // Eight folds, a few per cent of the way out.
        let fold = out * (0.02 * share * cos(Float(index) * 2 * .pi / 4))
        vertices[base + level * Self.directions + index] =
          vertices[base + index] + fall * (length * share) + fold + drape.lag * (share * share)
      }
    }
  }

  /// Points along thighs and shanks with the flesh around them, metres.
  private static func samples(_ joints: [SIMD3<Float>]) -> [(SIMD3<Float>, Float)] {
    var points: [(SIMD3<Float>, Float)] = []
    for (hip, knee, ankle) in [
      (BodyJoint.leftHip, BodyJoint.leftKnee, BodyJoint.leftAnkle), (.rightHip, .rightKnee, .rightAnkle),
    ] {
      let (a, b, c) = (joints[hip.rawValue], joints[knee.rawValue], joints[ankle.rawValue])
      for share in [0.35, 0.6, 0.8, 1] as [Float] {
        points.append((a + (b - a) * share, 0.09 - 0.025 * share))
      }
      for share in [0.35, 0.7, 1] as [Float] { points.append((b + (c - b) * share, 0.065 - 0.01 * share)) }
    }
    return points
  }
}
