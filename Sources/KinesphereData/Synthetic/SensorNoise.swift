import Kinesphere

/// What a structured-light depth camera does to a picture: noise, steps, ragged edges, shadows, holes.
public struct SensorNoise: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Deviation of a reading: `axialBase + axialSlope * (z - 0.4)^2` metres. Kinect v1: Nguyen, Izadi, Lovell 2012,
    /// doi:10.1109/3DIMPVT.2012.84, eq. for angles below 60 degrees.
    public var axialBase: Float = 0.0012
    public var axialSlope: Float = 0.0019
    /// Readings come in steps of `quantisation * z^2` metres: even steps of inverse depth, in 1/metres. Kinect v1:
    /// 0.0028 (Khoshelham, Elberink 2012, doi:10.3390/s120201437, section 4).
    public var quantisation: Float = 0.0028
    /// Chance that a pixel reads its neighbour in a row or column, either way. Kinect v1's lateral noise is about
    /// 0.8 px at 640 x 480 (Nguyen et al. 2012): 0.4 px at 320 x 240.
    public var lateralChance: Float = 0.35
    /// Chance that a pixel just beside a nearer surface reads that surface: matching compares windows of pixels (about
    /// 9 x 9 at Kinect v1's 1280 x 1024, one pixel either way at 320 x 240), and the nearer texture wins (Scharstein,
    /// Szeliski 2002, doi:10.1023/A:1014573219977, on foreground fattening). Half of them is an estimate.
    public var fatteningChance: Float = 0.5
    /// Distance from projector to camera, metres; 0 casts no shadow. Kinect v1: 0.075 (Khoshelham, Elberink 2012).
    public var baseline: Float = 0.075
    /// Chance that a frame has holes of a few pixels, how many at most, and their largest half-size in pixels at
    /// 320 x 240.
    public var holeChance: Float = 0.3
    public var mostHoles: Int = 3
    public var largestHole: Int = 6

    // Optional, so that configurations written before these existed can still be read.

    /// The depth about which the deviation grows, metres; nil = 0.4, Kinect v1's.
    public var axialOrigin: Float?
    /// What a slanting surface adds to the deviation: `grazingSlope * z^1.5 * (t / (pi / 2 - t))^2` metres, where `t` is
    /// the angle between its normal and the line of sight; nil = nothing.
    public var grazingSlope: Float?
    /// Share of the pixels beside an edge that read a place between near and far: a pixel of a time-of-flight camera that
    /// sees both ("flying pixels"), or a registered picture's interpolation; nil = none.
    public var mixedShare: Float?
    /// No reading is nearer or farther than this, metres; nil = no limit. Kinect v1 is specified from 0.8 to 4 m.
    public var nearLimit: Float?
    public var farLimit: Float?

    public init() {}
  }

  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

  /// Kinect v1.
  public static let kinect1 = SensorNoise()

  /// Readings to the millimetre, and nothing else wrong.
  public static let none: SensorNoise = {
    var silent = Configuration()
    silent.axialBase = 0
    silent.axialSlope = 0
    silent.quantisation = 0
    silent.lateralChance = 0
    silent.fatteningChance = 0
    silent.baseline = 0
    silent.holeChance = 0
    return SensorNoise(silent)
  }()

  /// The deviation of a reading at depth `z`, metres.
  public func axialDeviation(at z: Float) -> Float {
    let beyond = z - (configuration.axialOrigin ?? Self.axialOrigin)
    return configuration.axialBase + configuration.axialSlope * beyond * beyond
  }

  /// Where Kinect v1's noise is least, metres.
  private static let axialOrigin: Float = 0.4

  /// Blanks what the projector does not reach: a pixel whose ray to the projector passes behind a nearer surface.
  ///
  /// In an unmirrored picture the projector is on the right, so the shadow falls to the left of what casts it; in a
  /// mirrored one to the right. `inverseDepth` is `[height, width]`, 1/metres, 0 = nothing.
  func castShadow(
    on inverseDepth: UnsafeMutableBufferPointer<Float>, columns: Range<Int>, rows: Range<Int>, width: Int,
    focal: Float, isMirrored: Bool
  ) {
    let shift = configuration.baseline * focal
    guard shift > 0 else { return }
    for y in rows {
      let row = UnsafeMutableBufferPointer(rebasing: inverseDepth[y &* width..<(y &+ 1) &* width])
      // Walks away from the projector; `front` is the outermost column lit so far, in the projector's view.
      var front = Float.infinity
      for step in 0..<columns.count {
        let x = isMirrored ? columns.lowerBound &+ step : columns.upperBound &- 1 &- step
        let w = row[x]
        if w == 0 { continue }
        let place = (isMirrored ? -Float(x) : Float(x)) - shift * w
        if place > front + 0.6 {
          row[x] = 0
        } else {
          front = min(front, place)
        }
      }
    }
  }

  /// Turns clean inverse depth into readings in millimetres, 0 = none, inside the given box, and tells of each the
  /// label of the surface that it comes from; the rest of `depth` and `origins` is left as it is. All are
  /// `[height, width]`. What ``Configuration/grazingSlope`` adds needs the camera.
  func read(
    _ inverseDepth: UnsafeMutableBufferPointer<Float>, labels: UnsafeMutableBufferPointer<UInt8>,
    into depth: UnsafeMutableBufferPointer<UInt16>, origins: UnsafeMutableBufferPointer<UInt8>,
    columns: Range<Int>, rows: Range<Int>, width: Int, height: Int, camera: Camera? = nil,
    using generator: inout SeededGenerator
  ) {
    let step = configuration.quantisation
    let toSteps = step > 0 ? 1 / step : 1
    // Finer than a micrometre at a metre is no step.
    let isQuantised = step > 1e-6
    let fattening = UInt64(max(0, min(1, configuration.fatteningChance)) * 65536)
    let threshold = UInt64(max(0, min(1, configuration.lateralChance)) * 65536)
    let (base, slope) = (configuration.axialBase, configuration.axialSlope)
    let isNoisy = base != 0 || slope != 0
    let origin = configuration.axialOrigin ?? Self.axialOrigin
    let (grazing, grazed) = (configuration.grazingSlope ?? 0, camera)
    let mixing = UInt64(max(0, min(1, configuration.mixedShare ?? 0)) * 65536)
    let (nearLimit, farLimit) = (configuration.nearLimit ?? -.infinity, configuration.farLimit ?? .infinity)
    let (lastColumn, lastRow) = (width &- 1, height &- 1)
    for y in rows {
      for x in columns {
        var source = y &* width &+ x
        if threshold > 0 {
          // Without branches: they would be mispredicted at every third pixel.
          let bits = generator.next()
          let aside = (bits & 0xFFFF < threshold ? 1 : 0) &* (Int(bits >> 16 & 0xFF) % 3 &- 1)
          let down = (bits >> 24 & 0xFFFF < threshold ? 1 : 0) &* (Int(bits >> 40 & 0xFF) % 3 &- 1)
          source =
            max(0, min(lastRow, y &+ down)) &* width &+ max(0, min(lastColumn, x &+ aside))
        }
        var clean = inverseDepth[source]
        if fattening > 0 {
          let nearest = nearestBeside(inverseDepth, x, y, width: width, height: height)
          let isNearer = inverseDepth[nearest] > clean + Self.fatteningStep
          if isNearer && generator.next() & 0xFFFF < fattening {
            source = nearest
            clean = inverseDepth[nearest]
          }
        }
        origins[y &* width &+ x] = labels[source]
        if mixing > 0 {
          clean = mixed(
            clean, inverseDepth, x, y, width: width, height: height, share: mixing, using: &generator)
        }
        if clean == 0 {
          depth[y &* width &+ x] = 0
          continue
        }
        var z = 1 / clean
        if isNoisy {
          var deviation = base + slope * (z - origin) * (z - origin)
          if let grazed, grazing > 0 {
            deviation += grazing * Self.slant(grazed, inverseDepth, at: source) * z * z.squareRoot()
          }
          z += generator.quickNormal() * deviation
        }
        if isQuantised {
          // Rounded by a cast: a positive number, and the baseline CPU has no instruction for it.
          let level = Float(Int(toSteps / max(0.1, z) + 0.5))
          z = toSteps / max(1, level)
        }
        if z < nearLimit || z > farLimit { z = 0 }
        depth[y &* width &+ x] = UInt16(max(0, min(65535, z * 1000 + 0.5)))
      }
    }
    cutHoles(in: depth, columns: columns, rows: rows, width: width, using: &generator)
  }

  /// How much nearer a surface must be to win, 1/metres: some 20 cm at 2.5 m.
  static let fatteningStep: Float = 0.03

  /// Where among the four neighbours the inverse depth is greatest.
  @inline(__always)
  private func nearestBeside(
    _ inverseDepth: UnsafeMutableBufferPointer<Float>, _ x: Int, _ y: Int, width: Int, height: Int
  ) -> Int {
    func nearer(_ a: Int, _ b: Int) -> Int { inverseDepth[a] >= inverseDepth[b] ? a : b }
    let row = y &* width
    return nearer(
      nearer(row &+ max(0, x &- 1), row &+ min(width &- 1, x &+ 1)),
      nearer(max(0, y &- 1) &* width &+ x, min(height &- 1, y &+ 1) &* width &+ x))
  }

  private func cutHoles(
    in depth: UnsafeMutableBufferPointer<UInt16>, columns: Range<Int>, rows: Range<Int>, width: Int,
    using generator: inout SeededGenerator
  ) {
    guard configuration.mostHoles > 0, !columns.isEmpty, !rows.isEmpty,
      generator.chance(configuration.holeChance)
    else { return }
    let largest = max(1, configuration.largestHole * width / 320)
    for _ in 0...generator.index(below: configuration.mostHoles) {
      let x = columns.lowerBound + generator.index(below: columns.count)
      let y = rows.lowerBound + generator.index(below: rows.count)
      let half = 1 + generator.index(below: largest)
      for row in max(rows.lowerBound, y - half)..<min(rows.upperBound, y + half) {
        for column in max(columns.lowerBound, x - half)..<min(columns.upperBound, x + half) {
          depth[row &* width &+ column] = 0
        }
      }
    }
  }
}
