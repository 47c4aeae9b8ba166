import Kinesphere

/// An endless, numbered supply of depth crops of synthetic dancers with their key-points: what the single-frame
/// ``CropEncoder`` is trained on.
///
/// Sample `i` depends on seed, configuration, clips and `i` alone: samples can be made in any order and, each thread with
/// its own copy of this value, in parallel. About 1 ms a crop on one core.
public struct SyntheticCrops: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Share of poses from motion clips, if there are any; the others are random.
    public var mocapShare: Float = 0.4
    /// Deviation of the turn away from the camera, degrees; and the share turned evenly up to `widestTurn` either way,
    /// and anywhere.
    public var turnSpread: Float = 22
    public var wideTurnShare: Float = 0.15
    public var widestTurn: Float = 100
    public var fullTurnShare: Float = 0.03
    /// Deviation of the camera's tilt, degrees.
    public var tiltSpread: Float = 7
    /// Distance of the pelvis, metres, uniform; for Kinect's focal length. Longer ones stand the dancer farther
    /// away, so that the whole body mostly fits.
    public var nearest: Float = 2.1
    public var farthest: Float = 3.8
    /// The focal length at 320 x 240 as a multiple of Kinect v1's 285.63 px, uniform.
    public var shortestFocal: Float = 0.9
    public var longestFocal: Float = 1.3
    /// Place of the pelvis beside and above the optical axis, metres.
    public var asideSpread: Float = 0.25
    public var heightMean: Float = -0.05
    public var heightSpread: Float = 0.12
    /// Share of dancers at the picture's edge, partly outside.
    public var edgeShare: Float = 0.05
    /// Samples in a row that show one person.
    public var posesPerPerson: Int = 4
    /// True: noise differs from picture to picture around ``noise``.
    public var isNoiseVaried = true
    public var person = Person.Configuration()
    public var noise = SensorNoise.Configuration()
    public var faults = SegmentationFaults.Configuration()

    public init() {}
  }

  /// Values in a crop: `[72, 72]`.
  public static let cropCount = DepthCrop.size * DepthCrop.size
  /// Values in a target: `[18, 3]`.
  public static let targetCount = KeyPoint.count * 3

  public let seed: UInt64
  public let configuration: Configuration
  private let clips: [MotionClip]
  /// `clips` as ends of a running count of poses.
  private let clipEnds: [Int]
  private var stage = SyntheticStage(camera: .kinect1)
  private var crop = DepthCrop()
  private var person = Person()
  private var block: UInt64?
  /// The crop's centre of the sample that was filled last, metres in the mirrored picture's camera frame; zero before any.
  public private(set) var centre = SIMD3<Float>.zero

  /// Draws before a sample falls back to a plain one.
  private static let mostAttempts = 32

  /// Streams of randomness: people and pictures are drawn apart.
  private enum Stream {
    static let person: UInt64 = 1
    static let picture: UInt64 = 2
  }

  public init(seed: UInt64, configuration: Configuration = Configuration(), clips: [MotionClip] = []) {
    precondition(configuration.posesPerPerson > 0, "a person shows at least one pose")
    self.seed = seed
    self.configuration = configuration
    self.clips = clips.filter { !$0.poses.isEmpty }
    var total = 0
    clipEnds = self.clips.map {
      total += $0.poses.count
      return total
    }
  }

  /// Writes sample `index`.
  /// - Parameters:
  ///   - crop: `[72, 72]`, as ``DepthCrop`` makes it.
  ///   - target: `[18, 3]`, the anatomical key-points in metres relative to the crop's centre.
  ///   - visible: `[18]`, 1 where the joint's surface is seen, else 0.
  public mutating func fill(
    _ index: Int, crop values: inout MutableSpan<Float>, target: inout MutableSpan<Float>,
    visible: inout MutableSpan<Float>
  ) {
    precondition(
      index >= 0 && values.count == Self.cropCount && target.count == Self.targetCount
        && visible.count == KeyPoint.count, "a sample holds 72 x 72, 18 x 3 and 18 values")
    dress(index)
    var generator = SeededGenerator(seed: seed, stream: Stream.picture, index: UInt64(index))
    for attempt in 0..<Self.mostAttempts {
      // Where the last draw showed too little of the dancer, the next one stands in the picture's middle.
      film(isCentred: attempt > 0, using: &generator)
      if cut(&values, target: &target, visible: &visible) { return }
    }
    // The configuration shows nobody, being far too far away or too faulty: someone who surely is seen.
    stage.camera = .kinect1
    stage.film(
      person: person, pose: BodyPose.standing.moved(by: SIMD3(0, 0, 2.5)), noise: .none, using: &generator)
    let isSeen = cut(&values, target: &target, visible: &visible)
    precondition(isSeen, "a dancer 2.5 m before the camera is seen")
  }

  /// Writes the parts of the sample that was filled last, `[72, 72]`: ``PartLabels`` by the renderer, background where the
  /// sample's `crop` is 1 and on readings that are not the dancer's.
  public func fillParts(where values: Span<Float>, into labels: inout MutableSpan<UInt8>) {
    crop.pick(stage.origins, where: values, none: PartLabels.background, into: &labels)
    for cell in labels.indices where labels[cell] == BodyPart.none { labels[cell] = PartLabels.background }
  }

  /// Cuts what the stage shows; false where too little of the dancer is in the picture.
  private mutating func cut(
    _ values: inout MutableSpan<Float>, target: inout MutableSpan<Float>, visible: inout MutableSpan<Float>
  ) -> Bool {
    guard
      let centre = crop.fill(
        &values, depth: stage.depth, silhouette: stage.silhouette, camera: stage.camera)
    else { return false }
    self.centre = centre
    for point in 0..<KeyPoint.count {
      let offset = stage.truth.points[point] - centre
      for axis in 0..<3 { target[3 * point + axis] = offset[axis] }
      visible[point] = stage.truth.confidence[point]
    }
    return true
  }

  /// Makes the person of a sample's block, unless it is the last one.
  private mutating func dress(_ index: Int) {
    let wanted = UInt64(index / configuration.posesPerPerson)
    if wanted == block { return }
    var generator = SeededGenerator(seed: seed, stream: Stream.person, index: wanted)
    person = Person.random(configuration.person, using: &generator)
    block = wanted
  }

  private mutating func film(isCentred: Bool, using generator: inout SeededGenerator) {
    let focal = generator.uniform(configuration.shortestFocal, configuration.longestFocal)
    var camera = Camera.kinect1
    camera.focalX *= focal
    camera.focalY *= focal
    stage.camera = camera
    let tilt = Rotation(
      about: SIMD3(1, 0, 0), by: radians(generator.normal(0, configuration.tiltSpread)))
    let turn = Rotation(about: SIMD3(0, 1, 0), by: radians(drawTurn(using: &generator)))
    var pose = drawPose(using: &generator).rotated(by: tilt * turn)
    pose.root = drawPlace(camera: camera, isCentred: isCentred, using: &generator)
    let noise = SensorNoise(
      configuration.isNoiseVaried ? configuration.noise.varied(using: &generator) : configuration.noise)
    let faults = SegmentationFaults(configuration.faults, up: tilt.applied(to: SIMD3(0, 1, 0)))
    stage.film(person: person, pose: pose, noise: noise, faults: faults, using: &generator)
  }

  /// A pose that faces the camera.
  private func drawPose(using generator: inout SeededGenerator) -> BodyPose {
    guard let total = clipEnds.last, generator.chance(configuration.mocapShare) else {
      return BodyPose.random(using: &generator)
    }
    let frame = generator.index(below: total)
    let clip = clipEnds.firstIndex { frame < $0 } ?? 0
    let pose = clips[clip].poses[frame - (clipEnds[clip] - clips[clip].poses.count)]
    let facing = pose.rotated(by: Rotation(about: SIMD3(0, 1, 0), by: pose.facing))
    return generator.chance(0.5) ? facing.mirrored : facing
  }

  private func drawTurn(using generator: inout SeededGenerator) -> Float {
    let kind = generator.unit()
    if kind < configuration.fullTurnShare { return generator.uniform(-180, 180) }
    if kind < configuration.fullTurnShare + configuration.wideTurnShare {
      return generator.uniform(-configuration.widestTurn, configuration.widestTurn)
    }
    return generator.normal(0, configuration.turnSpread)
  }

  private func drawPlace(camera: Camera, isCentred: Bool, using generator: inout SeededGenerator) -> SIMD3<
    Float
  > {
    let focal = camera.focalX / Camera.kinect1.focalX
    let z = generator.uniform(configuration.nearest * focal, configuration.farthest * focal.squareRoot())
    let y = generator.normal(configuration.heightMean, configuration.heightSpread)
    if isCentred { return SIMD3(0, 0, z) }
    guard generator.chance(configuration.edgeShare) else {
      return SIMD3(generator.normal(0, configuration.asideSpread), y, z)
    }
    let edge = camera.centreX / camera.focalX * z
    return SIMD3((generator.chance(0.5) ? 1 : -1) * edge * generator.uniform(0.75, 0.98), y, z)
  }
}

extension SensorNoise.Configuration {
  /// The same sensor on another day: each strength drawn around its value.
  func varied(using generator: inout SeededGenerator) -> Self {
    var result = self
    let strength = generator.uniform(0.2, 1.4)
    result.axialBase *= strength
    result.axialSlope *= strength
    result.quantisation *= generator.chance(0.2) ? generator.uniform(0, 0.5) : generator.uniform(0.5, 1.3)
    result.lateralChance = min(1, lateralChance * generator.uniform(0, 1.8))
    result.fatteningChance = min(1, fatteningChance * generator.uniform(0, 2))
    if generator.chance(0.4) { result.baseline = 0 }
    return result
  }
}
