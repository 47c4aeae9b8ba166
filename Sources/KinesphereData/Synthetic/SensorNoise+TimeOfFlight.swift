import Kinesphere

extension SensorNoise {
  /// Kinect v1 with the range that it is specified for, 0.8 to 4 m: beyond it there are no readings.
  public static let kinect1InRange: SensorNoise = {
    var configuration = Configuration()
    configuration.nearLimit = 0.8
    configuration.farLimit = 4
    return SensorNoise(configuration)
  }()

  /// Kinect v2, a time-of-flight camera, for ``Camera/kinect2``.
  ///
  /// Deviation in millimetres, z in metres, t the angle between surface normal and line of sight:
  /// `1.5 - 0.5 z + 0.3 z^2 + 0.1 z^1.5 (t / (pi/2 - t))^2` (Fankhauser et al. 2015, doi:10.1109/ICAR.2015.7251485,
  /// indoors); from 0.5 to 4.5 m. Readings come to the millimetre, not in steps. At edges pixels see both surfaces and
  /// read a place between them, "flying pixels", which are its most visible fault beside Kinect v1 (Wasenmüller, Stricker
  /// 2016, doi:10.1007/978-3-319-54427-4_3); light leaves beside the lens, so that no shadow is worth drawing. That half
  /// of the edge pixels fly, and the lateral noise of half a pixel, are estimates.
  public static let kinect2: SensorNoise = {
    var configuration = Configuration()
    // 1.5 - 0.5 z + 0.3 z^2 = 1.2917 + 0.3 (z - 0.8333)^2.
    configuration.axialBase = 0.001_291_7
    configuration.axialSlope = 0.0003
    configuration.axialOrigin = 0.833_33
    configuration.grazingSlope = 0.0001
    configuration.quantisation = 0
    configuration.lateralChance = 0.35
    configuration.fatteningChance = 0
    configuration.baseline = 0
    configuration.mixedShare = 0.5
    configuration.holeChance = 0
    configuration.nearLimit = 0.5
    configuration.farLimit = 4.5
    return SensorNoise(configuration)
  }()

  /// A place between the nearest and the farthest surface at a pixel and beside it, by chance and only at an edge; else
  /// the pixel's own inverse depth.
  @inline(__always)
  func mixed(
    _ clean: Float, _ inverseDepth: UnsafeMutableBufferPointer<Float>, _ x: Int, _ y: Int, width: Int,
    height: Int,
    share: UInt64, using generator: inout SeededGenerator
  ) -> Float {
    let row = y &* width
    let (left, right) = (inverseDepth[row &+ max(0, x &- 1)], inverseDepth[row &+ min(width &- 1, x &+ 1)])
    let above = inverseDepth[max(0, y &- 1) &* width &+ x]
    let below = inverseDepth[min(height &- 1, y &+ 1) &* width &+ x]
    let near = max(max(left, right), max(above, below), clean)
    let far = min(min(left, right), min(above, below), clean)
    guard far > 0, near > far + Self.fatteningStep else { return clean }
    let bits = generator.next()
    guard bits & 0xFFFF < share else { return clean }
    let place = Float(bits >> 40) * 0x1p-24
    return 1 / (1 / near + place * (1 / far - 1 / near))
  }

  /// `(t / (pi/2 - t))^2` of the surface at a pixel, whose normal stands at angle t to the line of sight; at most 300,
  /// which is 85 degrees.
  ///
  /// A plane's inverse depth is `n . ray`, so that its slope in the picture gives n and `cos t = w / (|n| |ray|)`. Of the
  /// slopes to both sides the lesser is taken, as edges have none.
  @inline(__always)
  static func slant(
    _ camera: Camera, _ inverseDepth: UnsafeMutableBufferPointer<Float>, at pixel: Int
  ) -> Float {
    let (width, height) = (camera.width, camera.height)
    let (x, y) = (pixel % width, pixel / width)
    let w = inverseDepth[pixel]
    func lesser(_ a: Float, _ b: Float) -> Float { abs(a) < abs(b) ? a : b }
    let before = w - inverseDepth[x > 0 ? pixel &- 1 : pixel &+ 1]
    let after = inverseDepth[x &+ 1 < width ? pixel &+ 1 : pixel &- 1] - w
    let above = w - inverseDepth[y > 0 ? pixel &- width : pixel &+ width]
    let below = inverseDepth[y &+ 1 < height ? pixel &+ width : pixel &- width] - w
    let ray = camera.ray(x, y)
    let slopeX = lesser(before, after) * (camera.isMirrored ? camera.focalX : -camera.focalX)
    let slopeY = -lesser(above, below) * camera.focalY
    let normal = SIMD3(slopeX, slopeY, w - slopeX * ray.x - slopeY * ray.y)
    let cosine = w / (normal.dot(normal) * ray.dot(ray)).squareRoot()
    let angle = arccosine(min(1, cosine))
    let ratio = angle / max(0.01, .pi / 2 - angle)
    return min(300, ratio * ratio)
  }

  /// Of a number from 0 to 1, radians, to 7e-5 (Abramowitz, Stegun 1964, formula 4.4.45).
  private static func arccosine(_ x: Float) -> Float {
    (1 - x).squareRoot() * (1.570_728_8 + x * (-0.212_114_4 + x * (0.074_261 - x * 0.018_729_3)))
  }
}
