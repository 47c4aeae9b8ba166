import Kinesphere
import KinesphereData

/// Filmed dances of synthetic people, observed as the tracker would: motion capture, and random key poses on beats.
///
/// Sequence `i` depends on the seed, the settings, the clips and `i` alone.
struct SyntheticSequences {
  let seed: UInt64
  let settings: SyntheticCrops.Configuration
  let clips: [MotionClip]
  let frameCount: Int
  let skeleton: NetworkWeights.Skeleton
  /// Share of the dances that are captured, if there are clips.
  var capturedShare: Float = 0.5
  /// Frames a second.
  let rate = 30.0

  private static let stream: UInt64 = 21

  /// The observations of a dance.
  func sequence(_ index: Int, observer: Observer?) throws -> ObservationSequence {
    var result = ObservationSequence(
      name: "synthetic-\(index)", subject: index, action: 0, width: ObservationReader.width(observer))
    var reader: ObservationReader?
    try film(index) { frame, truth, number in
      var own =
        reader
        ?? ObservationReader(width: frame.camera.width, height: frame.camera.height, observer: observer)
      reader = nil
      try own.observe(frame, number: number, label: truth, into: &result)
      reader = own
    }
    return result
  }

  /// Shows every frame of a dance with the truth in the skeleton asked for; its confidence is 1 where the camera sees
  /// the key-point.
  func film(_ index: Int, show: (DepthFrame, Pose, Int) throws -> Void) rethrows {
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: UInt64(index))
    let person = Person.random(settings.person, using: &generator)
    let view = View(settings, using: &generator)
    let poses = draw(using: &generator)
    // How long faults and noise stay the same: a lost foot is lost for a while, not for a frame.
    let hold = [1, 4, 15, frameCount][generator.index(below: 4)]
    let noise = SensorNoise(settings.noise)
    let faults = SegmentationFaults(settings.faults, up: view.up)
    var stage = SyntheticStage(camera: view.camera)
    for frame in 0..<frameCount {
      var random = SeededGenerator(seed: seed ^ UInt64(index), stream: 22, index: UInt64(frame / hold))
      let time = Double(frame) / rate
      stage.film(
        person: person, pose: view.applied(to: poses(time)), noise: noise, faults: faults, using: &random)
      let truth =
        skeleton == .kinect ? KinectConvention.pose(from: stage.truth, isMirrored: true) : stage.truth
      try show(stage.frame(at: time), truth, frame)
    }
  }

  /// Where the camera stands, once per sequence.
  private struct View {
    let camera: Camera
    let up: SIMD3<Float>
    private let rotation: Rotation
    private let place: SIMD3<Float>

    init(_ settings: SyntheticCrops.Configuration, using generator: inout SeededGenerator) {
      var camera = Camera.kinect1
      let focal = generator.uniform(settings.shortestFocal, settings.longestFocal)
      camera.focalX *= focal
      camera.focalY *= focal
      self.camera = camera
      let radians = Float.pi / 180
      let tilt = Rotation(about: SIMD3(1, 0, 0), by: generator.normal(0, settings.tiltSpread) * radians)
      let turn =
        generator.chance(settings.wideTurnShare)
        ? generator.uniform(-settings.widestTurn, settings.widestTurn)
        : generator.normal(0, settings.turnSpread)
      rotation = tilt * Rotation(about: SIMD3(0, 1, 0), by: turn * radians)
      up = tilt.applied(to: SIMD3(0, 1, 0))
      place = SIMD3(
        generator.normal(0, settings.asideSpread),
        generator.normal(settings.heightMean, settings.heightSpread),
        generator.uniform(settings.nearest, settings.farthest) * focal)
    }

    /// The dancer's pose, whose root is relative to where the dance began, before the camera.
    func applied(to pose: BodyPose) -> BodyPose { pose.rotated(by: rotation).moved(by: place) }
  }

  /// The dance: body poses by time in seconds, facing the camera at first, its root starting at the origin.
  private func draw(using generator: inout SeededGenerator) -> (Double) -> BodyPose {
    let isCaptured = !clips.isEmpty && generator.chance(capturedShare)
    guard isCaptured else { return choreography(using: &generator) }
    let clip = clips[generator.index(below: clips.count)]
    let tempo = Double(generator.uniform(0.7, 1.3))
    let length = Double(frameCount) / rate * tempo
    let begin = Double(generator.unit()) * max(0, clip.duration - length)
    let first = clip.pose(at: begin)
    let turn = Rotation(about: SIMD3(0, 1, 0), by: first.facing)
    let isMirrored = generator.chance(0.5)
    return { time in
      var pose = clip.pose(at: begin + time * tempo)
      pose.root -= first.root
      pose = pose.rotated(by: turn)
      return isMirrored ? pose.mirrored : pose
    }
  }

  /// Random key poses on a beat, reached with a smooth start and stop and held for a share of it.
  private func choreography(using generator: inout SeededGenerator) -> (Double) -> BodyPose {
    let beat = Double(generator.uniform(0.4, 1.4))
    let moving = Double(generator.uniform(0.4, 1))
    let count = Int(Double(frameCount) / rate / beat) + 2
    var poses = [BodyPose.standing]
    for _ in 0..<count { poses.append(BodyPose.random(using: &generator)) }
    return { time in
      let position = time / beat
      let index = min(Int(position), poses.count - 2)
      let share = min(1, (position - Double(index)) / moving)
      let eased = Float(share * share * (3 - 2 * share))
      return poses[index].slerp(to: poses[index + 1], share: eased)
    }
  }
}
