import Kinesphere

/// The poses of a sequence before person and camera: y up, the root's x and z around the origin.
struct Passage {
  let name: String
  let poses: [BodyPose]
  let beats: [Double]
  let tempo: Double?
  /// True where the root's height is given and jumps are to be kept.
  private let hasHeight: Bool

  /// The thigh-to-sole proportion of CMU's dancers: their pelvis joint stands about this high, metres.
  private static let pelvisHeight: Float = 0.95

  init(_ choreography: Choreography, count: Int, rate: Double) {
    name = "choreography"
    poses = (0..<count).map { choreography.pose(at: Double($0) / rate) }
    beats = choreography.beats(until: Double(count - 1) / rate)
    tempo = choreography.tempo
    hasHeight = false
  }

  /// Draws a passage of a clip that is long enough, or choreography.
  init(
    count: Int, configuration: SyntheticSequence.Configuration, clips: [MotionClip],
    using generator: inout SeededGenerator
  ) {
    let speed = Double(generator.uniform(configuration.slowest, configuration.fastest))
    let seconds = Double(count - 1) / configuration.rate
    let long = clips.filter { $0.duration > seconds * speed }
    guard !long.isEmpty, generator.chance(configuration.mocapShare) else {
      self.init(
        .random(duration: seconds + 1, using: &generator), count: count, rate: configuration.rate)
      return
    }
    let clip = long[Self.index(among: long, using: &generator)]
    let start = Double(generator.unit()) * (clip.duration - seconds * speed)
    var poses = (0..<count).map { clip.pose(at: start + Double($0) / configuration.rate * speed) }
    if generator.chance(0.5) { poses = poses.map(\.mirrored) }
    self.init(name: clip.name, poses: Self.centred(poses))
  }

  private init(name: String, poses: [BodyPose]) {
    self.name = name
    self.poses = poses
    beats = []
    tempo = nil
    hasHeight = true
  }

  /// Longer clips are taken more often.
  private static func index(among clips: [MotionClip], using generator: inout SeededGenerator) -> Int {
    var place = generator.index(below: clips.reduce(0) { $0 + $1.poses.count })
    for (index, clip) in clips.enumerated() {
      if place < clip.poses.count { return index }
      place -= clip.poses.count
    }
    return 0
  }

  /// Turned to face along -z at the start, the path's middle over the origin; wide paths shrink to 0.8 m either way.
  private static func centred(_ poses: [BodyPose]) -> [BodyPose] {
    guard let first = poses.first else { return [] }
    let facing = Rotation(about: SIMD3(0, 1, 0), by: first.facing)
    var turned = poses.map { $0.rotated(by: facing) }
    var low = turned[0].root
    var high = low
    for pose in turned {
      low = pointwiseMin(low, pose.root)
      high = pointwiseMax(high, pose.root)
    }
    let middle = (low + high) / 2
    let reach = max(high.x - low.x, high.z - low.z) / 2
    let shrink = min(1, 0.8 / max(reach, 1e-3))
    for index in turned.indices {
      let root = turned[index].root
      turned[index].root = SIMD3((root.x - middle.x) * shrink, root.y, (root.z - middle.z) * shrink)
    }
    return turned
  }

  /// The poses with a person's feet on the floor, y = 0: choreography in every frame; motion capture, which may jump, in
  /// its lowest frame, with heights and ways scaled to the person.
  func grounded(person: Person) -> [BodyPose] {
    let scale = hasHeight ? person.pelvisHeight / Self.pelvisHeight : 1
    var scaled = poses
    for index in scaled.indices { scaled[index].root *= scale }
    var body = PosedBody()
    let depths = scaled.map { pose in
      body.fill(person: person, pose: pose)
      return body.vertices.lazy.map(\.y).min() ?? 0
    }
    let lowest = depths.min() ?? 0
    return scaled.indices.map { scaled[$0].moved(by: SIMD3(0, -(hasHeight ? lowest : depths[$0]), 0)) }
  }
}

extension Person {
  /// Height of the pelvis joint over the soles at rest, metres.
  var pelvisHeight: Float { -(vertices.lazy.map(\.y).min() ?? 0) }
}
