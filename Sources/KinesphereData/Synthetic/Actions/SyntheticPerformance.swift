import Foundation
import Kinesphere

/// An action or a phrase, danced by a performer before a depth camera, with truth for every frame.
///
/// What is filmed depends on performer, dance, repetition, seed and configuration alone; frames can be filmed in any
/// order, each thread on its own ``SyntheticStage``.
public struct SyntheticPerformance: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Frames a second.
    public var rate: Double = 30
    /// Deviation of the dancer's facing from the camera's direction, degrees.
    public var turnSpread: Float = 12
    /// Distance of the dance's middle, metres; it is farther where the dance would leave the picture otherwise.
    public var nearest: Float = 2.6
    public var farthest: Float = 3.1
    /// Height of the camera, metres.
    public var lowestEye: Float = 0.8
    public var highestEye: Float = 1.3
    /// Film in a room; without it the dancer comes cut out.
    public var isInRoom = false
    public var isNoiseVaried = true
    public var noise = SensorNoise.Configuration()
    public var faults = SegmentationFaults.Configuration()

    public init() {}
  }

  public let performer: Performer
  public let camera: Camera
  public let rate: Double
  /// Beats a minute, and the metronome's beats in seconds.
  public let tempo: Double
  public let beats: [Double]
  public let actions: [PerformedAction]
  public let room: SyntheticRoom?
  /// One pose a frame in the mirrored camera frame.
  private let poses: [BodyPose]
  private let noise: SensorNoise
  private let faults: SegmentationFaults
  private let key: UInt64

  public var count: Int { poses.count }

  private static let stream: UInt64 = 12

  /// One action; another repetition is danced and filmed a little differently, every other one to the other side.
  public init(
    _ action: SyntheticAction, by performer: Performer, repetition: Int = 1, seed: UInt64 = 1,
    camera: Camera = .kinect2, configuration: Configuration = Configuration()
  ) {
    precondition(repetition > 0, "repetitions count from 1")
    let place = SyntheticAction.allCases.firstIndex(of: action) ?? 0
    let index = UInt64(performer.number * 10_000 + place * 100 + repetition)
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: index)
    var score = action.score(style: performer.style, isMirrored: repetition % 2 == 0)
    score.actions = [
      PerformedAction(
        name: action.rawValue, start: 0, end: score.duration, startBeat: 0, endBeat: Double(score.beats))
    ]
    self.init(score, by: performer, camera: camera, configuration: configuration, using: &generator)
  }

  /// A phrase.
  public init(
    _ phrase: DancePhrase, by performer: Performer, seed: UInt64 = 1, camera: Camera = .kinect2,
    configuration: Configuration = Configuration()
  ) {
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: UInt64(performer.number))
    self.init(
      phrase.score(style: performer.style), by: performer, camera: camera, configuration: configuration,
      using: &generator)
  }

  private init(
    _ score: DanceScore, by performer: Performer, camera: Camera, configuration: Configuration,
    using generator: inout SeededGenerator
  ) {
    (self.performer, self.camera, rate) = (performer, camera, configuration.rate)
    (tempo, actions) = (score.tempo, score.actions)
    beats = (0...score.beats).map { score.time(Double($0)) }
    let timing = performer.style.timing(beats: score.beats, using: &generator)
    let performance = ScorePerformance(score, person: performer.person, time: timing)
    let count = Int((score.duration * configuration.rate).rounded()) + 1
    var danced = (0..<count).map { performance.pose(at: Double($0) / configuration.rate) }
    if performer.person.hem != nil { Self.hang(&danced, rate: Float(configuration.rate)) }
    let heading = Rotation(
      about: SIMD3(0, 1, 0), by: radians(generator.normal(0, configuration.turnSpread)))
    let turned = danced.map { $0.rotated(by: heading) }
    let (middle, reach) = Self.extent(turned)
    // The arms reach a metre beyond the pelvis.
    let wide = (reach.x + 1) * 2 * camera.focalX / Float(camera.width)
    let nearest = max(configuration.nearest, wide)
    let distance = generator.uniform(nearest, max(nearest + 0.2, configuration.farthest)) + reach.y
    let eye = generator.uniform(configuration.lowestEye, configuration.highestEye)
    let tilt = (eye - 0.95) / distance
    let view = Rotation(about: SIMD3(1, 0, 0), by: -tilt)
    let place = SIMD3(-middle.x, -eye, distance - middle.y)
    poses = turned.map { $0.moved(by: place).rotated(by: view) }
    room =
      configuration.isInRoom
      ? SyntheticRoom.random(eyeHeight: eye, tilt: tilt, depth: distance + reach.y, using: &generator) : nil
    noise = SensorNoise(
      configuration.isNoiseVaried ? configuration.noise.varied(using: &generator) : configuration.noise)
    faults = SegmentationFaults(
      configuration.faults.settled(using: &generator), up: view.applied(to: SIMD3(0, 1, 0)))
    key = generator.next()
  }

  /// How the clothes hang in every pose: they follow the pelvis a tenth of a second late, and rise when it spins.
  private static func hang(_ poses: inout [BodyPose], rate: Float) {
    let decay = exp(-1 / (0.12 * rate))
    var (place, spin) = (poses.first?.root ?? .zero, Float(0))
    for index in poses.indices {
      let root = poses[index].root
      place += (root - place) * (1 - decay)
      var step = poses[max(0, index - 1)].facing - poses[index].facing
      if step > .pi { step -= 2 * .pi }
      if step < -.pi { step += 2 * .pi }
      spin += (step * rate - spin) * (1 - decay)
      let behind = place - root
      let size = behind.length
      poses[index].drape = Drape(lag: size > 0.15 ? behind * (0.15 / size) : behind, spin: spin)
    }
  }

  /// The middle of the way over the floor (x, z), and how far it goes from there.
  private static func extent(_ poses: [BodyPose]) -> (middle: SIMD2<Float>, reach: SIMD2<Float>) {
    let places = poses.map { SIMD2($0.root.x, $0.root.z) }
    let low = places.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
    let high = places.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
    return ((low + high) / 2, (high - low) / 2)
  }

  /// A frame's time in seconds.
  public func time(of frame: Int) -> Double { Double(frame) / rate }

  /// Films one frame: the stage then holds picture, silhouette, parts and truth.
  public func film(_ frame: Int, on stage: inout SyntheticStage) {
    stage.camera = camera
    var generator = SeededGenerator(seed: key, stream: 1, index: UInt64(frame))
    stage.film(
      person: performer.person, pose: poses[frame], noise: noise, faults: faults, room: room,
      using: &generator)
  }

  /// Films the room without the dancer, who waits behind the camera.
  public func filmEmptyRoom(_ frame: Int, on stage: inout SyntheticStage) {
    stage.camera = camera
    var generator = SeededGenerator(seed: key, stream: 2, index: UInt64(frame))
    stage.film(
      person: performer.person, pose: BodyPose.standing.moved(by: SIMD3(0, 0, -5)), noise: noise,
      room: room, using: &generator)
  }
}
