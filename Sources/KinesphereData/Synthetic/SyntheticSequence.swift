import Kinesphere

/// A few seconds of a synthetic dancer: one person, one dance, one camera, with truth for every frame.
///
/// A dance is a passage of motion capture, or choreography drawn by ``Choreography/random(duration:using:)``. Sequence
/// `index` of a seed depends on seed, index, configuration and clips alone, and its frames can be filmed in any order,
/// each thread on its own ``SyntheticStage``.
public struct SyntheticSequence: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Share of passages of motion capture, if there are clips.
    public var mocapShare: Float = 0.5
    /// Frames, uniform, and frames a second.
    public var fewestFrames: Int = 60
    public var mostFrames: Int = 200
    public var rate: Double = 30
    /// Motion capture is played at a speed between these.
    public var slowest: Float = 0.8
    public var fastest: Float = 1.25
    /// The dancer's facing at the start: deviation from the camera's direction in degrees, and the share that faces
    /// anywhere.
    public var turnSpread: Float = 25
    public var fullTurnShare: Float = 0.15
    /// Distance of the dance's middle, metres, for Kinect's focal length: longer ones stand farther away, so that the
    /// whole body mostly fits; eye height of the camera, metres, and its tilt downwards, degrees.
    public var nearest: Float = 2.5
    public var farthest: Float = 3.8
    public var lowestEye: Float = 0.7
    public var highestEye: Float = 1.5
    public var tiltSpread: Float = 3
    /// Focal length as a multiple of Kinect v1's.
    public var shortestFocal: Float = 0.9
    public var longestFocal: Float = 1.2
    /// Share of dances in a room; the others come segmented.
    public var roomShare: Float = 0
    public var isMirrored = true
    public var isNoiseVaried = true
    public var person = Person.Configuration()
    public var noise = SensorNoise.Configuration()
    public var faults = SegmentationFaults.Configuration()

    public init() {}
  }

  public let camera: Camera
  public let person: Person
  /// Frames a second.
  public let rate: Double
  /// What is danced: a clip's name, or `choreography`.
  public let dance: String
  /// Times of the beats in seconds, and beats a minute; none and nil for motion capture.
  public let beats: [Double]
  public let tempo: Double?
  /// The room, in the mirrored camera frame; nil where the dancer comes cut out.
  public let room: SyntheticRoom?

  /// One pose a frame in the mirrored camera frame.
  private let poses: [BodyPose]
  private let noise: SensorNoise
  private let faults: SegmentationFaults
  private let key: UInt64

  private static let stream: UInt64 = 3

  public var count: Int { poses.count }

  /// Draws sequence `index` of a seed.
  public init(
    seed: UInt64, index: Int = 0, configuration: Configuration = Configuration(), clips: [MotionClip] = []
  ) {
    precondition(index >= 0 && configuration.fewestFrames > 0, "sequences are counted and have frames")
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: UInt64(index))
    let extra = max(0, configuration.mostFrames - configuration.fewestFrames)
    let count = configuration.fewestFrames + generator.index(below: extra + 1)
    let passage = Passage(
      count: count, configuration: configuration, clips: clips, using: &generator)
    self.init(passage: passage, configuration: configuration, using: &generator)
  }

  /// Films a given choreography, from its start, for a number of frames.
  public init(
    choreography: Choreography, frames: Int, seed: UInt64, configuration: Configuration = Configuration()
  ) {
    precondition(frames > 0, "a sequence has frames")
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: 0)
    let passage = Passage(choreography, count: frames, rate: configuration.rate)
    self.init(passage: passage, configuration: configuration, using: &generator)
  }

  private init(
    passage: Passage, configuration: Configuration, using generator: inout SeededGenerator
  ) {
    (rate, dance, beats, tempo) = (configuration.rate, passage.name, passage.beats, passage.tempo)
    person = Person.random(configuration.person, using: &generator)
    let focal = generator.uniform(configuration.shortestFocal, configuration.longestFocal)
    var camera = Camera.kinect1
    camera.focalX *= focal
    camera.focalY *= focal
    camera.isMirrored = configuration.isMirrored
    self.camera = camera

    let eye = generator.uniform(configuration.lowestEye, configuration.highestEye)
    let distance = generator.uniform(
      configuration.nearest * focal, max(configuration.farthest, configuration.nearest * focal))
    // The camera looks roughly at the pelvis, so that the body fits.
    let tilt = (eye - 0.9) / distance + radians(generator.normal(0, configuration.tiltSpread))
    let turn =
      generator.chance(configuration.fullTurnShare)
      ? generator.uniform(-180, 180) : generator.normal(0, configuration.turnSpread)
    let heading = Rotation(about: SIMD3(0, 1, 0), by: radians(turn))
    let view = Rotation(about: SIMD3(1, 0, 0), by: -tilt)
    let place = SIMD3<Float>(generator.normal(0, 0.12), -eye, distance)
    poses = passage.grounded(person: person).map {
      $0.rotated(by: heading).moved(by: place).rotated(by: view)
    }
    room =
      generator.chance(configuration.roomShare)
      ? SyntheticRoom.random(eyeHeight: eye, tilt: tilt, depth: distance, using: &generator) : nil
    noise = SensorNoise(
      configuration.isNoiseVaried ? configuration.noise.varied(using: &generator) : configuration.noise)
    faults = SegmentationFaults(
      configuration.faults.settled(using: &generator), up: view.applied(to: SIMD3(0, 1, 0)))
    key = generator.next()
  }

  /// Films one frame: the stage then holds picture, silhouette, parts and truth. The stage's camera becomes the
  /// sequence's; their picture sizes must agree.
  public func film(_ frame: Int, on stage: inout SyntheticStage) {
    stage.camera = camera
    var generator = SeededGenerator(seed: key, stream: 1, index: UInt64(frame))
    stage.film(
      person: person, pose: poses[frame], noise: noise, faults: faults, room: room, using: &generator)
  }

  /// A frame's time in seconds.
  public func time(of frame: Int) -> Double { Double(frame) / rate }

  /// The anatomical key-points of every frame, in the camera frame, without filming; confidence 1.
  public func truth() -> Motion {
    var body = PosedBody()
    var motion = Motion()
    for frame in poses.indices {
      body.fill(person: person, pose: poses[frame])
      var pose = body.keyPoints
      if !camera.isMirrored {
        for point in 0..<KeyPoint.count { pose.points[point].x *= -1 }
      }
      motion.append(pose, at: time(of: frame))
    }
    return motion
  }
}
