import Kinesphere

/// Depth as a colour picture for people: near is light, surfaces are lit from the upper left, no reading is black; with a
/// skeleton as coloured bones where there is one.
///
/// Bones of the dancer's own left are orange, those of the right blue, the trunk white.
public struct DepthShading: Sendable {
  /// Red, green, blue, pixel after pixel, row-major: `[height, width, 3]`.
  public private(set) var bytes: [UInt8]
  private let width, height: Int

  /// Millimetres at which the picture is lightest and darkest.
  private static let near: Float = 500
  private static let far: Float = 6000
  /// Depth steps between neighbours that are an edge, millimetres.
  private static let edge = 120

  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 0, count: 3 * width * height)
  }

  /// Shades a frame of the size given at `init`.
  public mutating func shade(_ depth: Plane<UInt16>) {
    precondition(depth.width == width && depth.height == height, "the shading was made for this size")
    let (width, height) = (width, height)
    var output = bytes.mutableSpan
    depth.withPixels { pixels in
      for y in 0..<height {
        for x in 0..<width {
          let place = y &* width &+ x
          let centre = Int(pixels[place])
          var level: Float = 0
          if centre > 0 {
            func step(_ to: Int) -> Int {
              let other = Int(pixels[to])
              return other > 0 && abs(other &- centre) < Self.edge ? other &- centre : 0
            }
            let across = step(x + 2 < width ? place &+ 2 : place) &- step(x > 1 ? place &- 2 : place)
            let down =
              step(y + 2 < height ? place &+ 2 &* width : place) &- step(y > 1 ? place &- 2 &* width : place)
            let light = min(max(0.5 + Float(across &+ down) * 40 / Float(centre), 0), 1)
            let nearness = min(max((Self.far - Float(centre)) / (Self.far - Self.near), 0), 1)
            level = 0.12 + 0.48 * nearness + 0.4 * light
          }
          let gray = UInt8(min(level, 1) * 255)
          for channel in 0..<3 { output[3 &* place &+ channel] = gray }
        }
      }
    }
  }

  /// Draws the bones of a pose in metres as `camera` sees them; key-points that are unknown have none.
  public mutating func draw(_ pose: Pose, camera: Camera) {
    for point in KeyPoint.allCases {
      guard let parent = point.parent else { continue }
      let (start, end) = (pose[point], pose[parent])
      guard start.z > 0.1, end.z > 0.1, start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite
      else {
        continue
      }
      line(camera.project(start), camera.project(end), Self.colour(of: point))
    }
  }

  private static func colour(of point: KeyPoint) -> (UInt8, UInt8, UInt8) {
    if point.rawValue < 4 { return (255, 255, 255) }
    return point.rawValue < 11 ? (255, 150, 40) : (70, 170, 255)
  }

  private mutating func line(_ start: SIMD2<Float>, _ end: SIMD2<Float>, _ colour: (UInt8, UInt8, UInt8)) {
    let reach = Float(4 * (width + height))
    guard abs(start.x) < reach, abs(start.y) < reach, abs(end.x) < reach, abs(end.y) < reach else { return }
    let count = Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded(.up)) * 2 + 1
    let thickness = max(1, height / 200)
    for step in 0...count {
      let at = start + (end - start) * (Float(step) / Float(count))
      for dy in -thickness...thickness {
        for dx in -thickness...thickness where dx * dx + dy * dy <= thickness * thickness {
          let (x, y) = (Int(at.x.rounded(.down)) + dx, Int(at.y.rounded(.down)) + dy)
          guard x >= 0, x < width, y >= 0, y < height else { continue }
          let place = 3 * (y * width + x)
          (bytes[place], bytes[place + 1], bytes[place + 2]) = colour
        }
      }
    }
  }
}
