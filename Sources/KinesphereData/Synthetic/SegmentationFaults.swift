import Kinesphere

/// What goes wrong where a dancer is cut out of a depth picture: feet lost with the floor, hair that gives no
/// reading, ragged rims, remnants of the floor, a lost hand, something in front.
///
/// Each is drawn per picture with its chance, so that a network meets pictures with none, one and several.
public struct SegmentationFaults: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Feet and lower shins lost up to a height above the lowest point, metres.
    public var lostFeetChance: Float = 0.35
    public var highestLoss: Float = 0.14
    /// A side of the head without readings, cut by a plane this far from the head's middle at most, metres.
    public var lostHairChance: Float = 0.25
    public var farthestHair: Float = 0.1
    /// Pixels of the rim lost, each with a share up to this.
    public var raggedChance: Float = 0.5
    public var raggedShare: Float = 0.5
    /// Patches of floor left beside the feet, of a radius up to this, metres.
    public var remnantChance: Float = 0.12
    public var widestRemnant: Float = 0.12
    /// A hand lost, with the forearm's end up to this far from the wrist, metres.
    public var lostHandChance: Float = 0.06
    public var longestLoss: Float = 0.08
    /// A rectangle without readings before the dancer, as a share of the dancer's box.
    public var occlusionChance: Float = 0.06
    public var largestOcclusion: Float = 0.35

    public init() {}
  }

  public var configuration: Configuration
  /// The room's upward direction in the mirrored camera frame, unit length; it differs from y where the camera is
  /// tilted.
  public var up: SIMD3<Float>

  public init(_ configuration: Configuration = Configuration(), up: SIMD3<Float> = SIMD3(0, 1, 0)) {
    self.configuration = configuration
    self.up = up
  }

  /// A perfect silhouette.
  public static let none: SegmentationFaults = {
    var silent = Configuration()
    silent.lostFeetChance = 0
    silent.lostHairChance = 0
    silent.raggedChance = 0
    silent.remnantChance = 0
    silent.lostHandChance = 0
    silent.occlusionChance = 0
    return SegmentationFaults(silent)
  }()

  /// Pixels around the body that remnants may reach.
  func margin(pictureWidth: Int) -> Int {
    configuration.remnantChance > 0 ? 2 + 10 * pictureWidth / 320 : 2
  }

  /// Draws the faults and blanks or adds pixels of a clean picture inside the box.
  func spoil(
    _ raster: inout BodyRaster, body: PosedBody, columns: Range<Int>, rows: Range<Int>,
    using generator: inout SeededGenerator
  ) {
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let camera = raster.camera
    let floor = body.vertices.lazy.map { $0.dot(up) }.min() ?? 0
    raster.withPlanes { inverseDepth, parts in
      var picture = SpoiltPicture(
        inverseDepth: inverseDepth, parts: parts, camera: camera, columns: columns, rows: rows)
      if generator.chance(configuration.lostFeetChance) {
        picture.cutBelow(
          height: floor + generator.uniform(0.01, configuration.highestLoss), up: up, ragged: 0.02,
          using: &generator)
      }
      if generator.chance(configuration.lostHairChance) {
        let tilt = generator.direction() * generator.uniform(0, 0.9)
        let axis = (body.joint(.head) - body.joint(.neck)).normalised
        picture.cutHead(
          beyond: generator.uniform(0.02, configuration.farthestHair), from: body.joint(.head),
          along: (axis + tilt).normalised, using: &generator)
      }
      if generator.chance(configuration.lostHandChance) {
        let isLeft = generator.chance(0.5)
        picture.cutHand(
          isLeft ? (.leftHand, .leftForearm) : (.rightHand, .rightForearm),
          wrist: body.joint(isLeft ? .leftWrist : .rightWrist),
          reach: generator.uniform(0, configuration.longestLoss))
      }
      if generator.chance(configuration.raggedChance) {
        picture.fray(share: generator.uniform(0.05, configuration.raggedShare), using: &generator)
      }
      if generator.chance(configuration.remnantChance) {
        for foot in [BodyJoint.leftFoot, .rightFoot] where generator.chance(0.6) {
          let aside = SIMD3<Float>(generator.normal(0, 0.06), 0, generator.normal(0, 0.06))
          picture.leaveFloor(
            around: body.joint(foot) + aside, radius: generator.uniform(0.03, configuration.widestRemnant),
            floor: floor, up: up, using: &generator)
        }
      }
      if generator.chance(configuration.occlusionChance) {
        picture.occlude(largest: configuration.largestOcclusion, using: &generator)
      }
    }
  }
}

extension SegmentationFaults.Configuration {
  /// Faults for a whole recording: each is drawn once, and then is there in nearly every frame or in none.
  func settled(using generator: inout SeededGenerator) -> Self {
    var result = self
    for chance in [
      \Self.lostFeetChance, \.lostHairChance, \.raggedChance, \.remnantChance, \.lostHandChance,
      \.occlusionChance,
    ] { result[keyPath: chance] = generator.chance(self[keyPath: chance]) ? 0.9 : 0 }
    result.occlusionChance *= 0.1
    result.highestLoss = max(0.02, highestLoss * generator.unit())
    result.raggedShare = max(0.06, raggedShare * generator.unit())
    return result
  }
}

extension PosedBody {
  func joint(_ joint: BodyJoint) -> SIMD3<Float> { joints[joint.rawValue] }
}
