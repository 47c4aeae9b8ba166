import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// A take's picture in the library: shaded depth, or the bones alone where there is none, half size.
struct Thumbnail {
  private let camera: Camera
  private var shading: DepthShading

  init(camera: Camera, depth: Plane<UInt16>?, pose: Pose?) {
    self.camera = camera
    shading = DepthShading(width: camera.width, height: camera.height)
    if let depth { shading.shade(depth) }
    if let pose { shading.draw(pose, camera: camera) }
  }

  private static let grays = 250

  /// Slate for what is far to nearly white; then the dancer's left, right and trunk, as the player has them.
  private static let palette: [SIMD3<UInt8>] =
    (0..<grays).map { place in
      let level = Float(place) / Float(grays - 1)
      return SIMD3(UInt8(14 + 208 * level), UInt8(18 + 212 * level), UInt8(26 + 214 * level))
    } + [SIMD3(90, 170, 255), SIMD3(255, 160, 64), SIMD3(240, 240, 235)]

  /// The file's bytes.
  var png: Data {
    let (width, height) = (max(1, camera.width / 2), max(1, camera.height / 2))
    var pixels = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        let place = 3 * (2 * y * camera.width + 2 * x)
        pixels[y * width + x] = Self.index(shading.bytes[place], shading.bytes[place + 2])
      }
    }
    return Data(PalettePNG(palette: Self.palette).encode(pixels: pixels, width: width, height: height))
  }

  /// Gray by its level; bones by their red and blue, which differ but for the trunk's.
  private static func index(_ red: UInt8, _ blue: UInt8) -> UInt8 {
    if red == blue { return red == 255 ? UInt8(grays + 2) : UInt8(Int(red) * (grays - 1) / 255) }
    return red > blue ? UInt8(grays) : UInt8(grays + 1)
  }
}
