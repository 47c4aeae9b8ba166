import Foundation

/// A piece of furniture or of the set: an upright box or a hanging cloth, still or moving.
///
/// Space: the scene's (see ``SyntheticScene``), metres.
public struct SceneObject: Codable, Sendable, Equatable {
  /// How it moves; all motions start from ``SceneObject/yaw`` and ``SceneObject/centre``.
  public enum Motion: Codable, Sendable, Equatable {
    case still
    /// Turns about the box's left edge by an angle in degrees, from a frame on, for a number of frames; then stays.
    case opens(frame: Int, frames: Int, degrees: Float)
    /// Moves by an offset in metres, from a frame on, for a number of frames; then stays.
    case shifts(frame: Int, frames: Int, by: SIMD3<Float>)
    /// Turns about its own upright axis, a full turn in `period` seconds.
    case turns(period: Float)
    /// Goes to and fro along x, `reach` metres either way, once in `period` seconds.
    case slides(reach: Float, period: Float)
    /// Hangs in folds that travel, `reach` metres to and fro at the hem, once in `period` seconds: a curtain.
    case flutters(reach: Float, period: Float)
  }

  public var centre: SIMD3<Float>
  /// Width, height and thickness.
  public var size: SIMD3<Float>
  /// Turn about the upright axis, degrees.
  public var yaw: Float
  public var material: SceneMaterial
  public var motion: Motion

  public init(
    centre: SIMD3<Float>, size: SIMD3<Float>, yaw: Float = 0, material: SceneMaterial, motion: Motion = .still
  ) {
    self.centre = centre
    self.size = size
    self.yaw = yaw
    self.material = material
    self.motion = motion
  }

  /// Whether frames may differ in it.
  public var isMoving: Bool { motion != .still }
}

extension SceneObject {
  /// Folds of a curtain, and the strips that draw one.
  private static let folds: Float = 5
  private static let strips = 40

  /// Writes its triangles as they are in a frame into `mesh`, each point moved by `place`.
  func draw(
    into mesh: inout SceneMesh, label: UInt8, frame: Int, time: Float, place: (SIMD3<Float>) -> SIMD3<Float>
  ) {
    if case .flutters(let reach, let period) = motion {
      drawCloth(into: &mesh, label: label, phase: time / period, reach: reach, place: place)
      return
    }
    let (shift, turn, hinge) = moved(frame: frame, time: time)
    let upright = Rotation(about: SIMD3(0, 1, 0), by: radians(yaw + turn))
    let rest = Rotation(about: SIMD3(0, 1, 0), by: radians(yaw)).applied(to: hinge)
    let first = Int16(mesh.vertices.count)
    for corner in 0..<8 {
      let sign = SIMD3<Float>(
        corner & 1 == 0 ? -0.5 : 0.5, corner & 2 == 0 ? -0.5 : 0.5, corner & 4 == 0 ? -0.5 : 0.5)
      mesh.vertices.append(place(centre + shift + rest + upright.applied(to: size * sign - hinge)))
    }
    for quad: SIMD4<Int16> in [
      [0, 1, 3, 2], [4, 5, 7, 6], [0, 1, 5, 4], [2, 3, 7, 6], [0, 2, 6, 4], [1, 3, 7, 5],
    ] { mesh.addQuad(quad &+ first, label: label) }
  }

  /// How far it has moved and turned (degrees), and the point of it, from its centre, about which it turns.
  private func moved(frame: Int, time: Float) -> (SIMD3<Float>, Float, SIMD3<Float>) {
    func share(_ start: Int, _ frames: Int) -> Float {
      let s = max(0, min(1, Float(frame - start) / Float(max(1, frames))))
      return s * s * (3 - 2 * s)
    }
    return switch motion {
    case .still, .flutters: (.zero, 0, .zero)
    case .opens(let start, let frames, let degrees):
      (.zero, degrees * share(start, frames), SIMD3(-size.x / 2, 0, 0))
    case .shifts(let start, let frames, let offset): (offset * share(start, frames), 0, .zero)
    case .turns(let period): (.zero, 360 * time / period, .zero)
    case .slides(let reach, let period): (SIMD3(reach * sin(2 * .pi * time / period), 0, 0), 0, .zero)
    }
  }

  private func drawCloth(
    into mesh: inout SceneMesh, label: UInt8, phase: Float, reach: Float,
    place: (SIMD3<Float>) -> SIMD3<Float>
  ) {
    let first = Int16(mesh.vertices.count)
    for strip in 0...Self.strips {
      let across = Float(strip) / Float(Self.strips)
      let wave = sin(2 * .pi * (across * Self.folds + phase)) + 0.7 * sin(2 * .pi * (across * 1.3 - phase))
      let x = (across - 0.5) * size.x
      // Held at the rod, free at the hem.
      mesh.vertices.append(place(centre + SIMD3(x, size.y / 2, wave * reach * 0.2)))
      mesh.vertices.append(place(centre + SIMD3(x, -size.y / 2, wave * reach)))
    }
    for strip in 0..<Int16(Self.strips) {
      mesh.addQuad(SIMD4(0, 1, 3, 2) &+ (first + 2 * strip), label: label)
    }
  }
}

/// Triangles to draw, with a label each.
struct SceneMesh {
  var vertices: [SIMD3<Float>] = []
  var faces: [Int16] = []
  var labels: [UInt8] = []

  mutating func clear() {
    vertices.removeAll(keepingCapacity: true)
    faces.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
  }

  mutating func addQuad(_ corners: SIMD4<Int16>, label: UInt8) {
    faces.append(contentsOf: [corners[0], corners[1], corners[2], corners[0], corners[2], corners[3]])
    labels.append(label)
    labels.append(label)
  }
}
