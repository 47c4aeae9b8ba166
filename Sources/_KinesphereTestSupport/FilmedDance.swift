import Kinesphere
import KinesphereData

/// A dance as a depth camera saw it, with the truth.
public struct FilmedDance: Sendable {
  public var frames: [DepthFrame] = []
  /// The dancer's pixels with a reading, one mask per frame.
  public var silhouettes: [Silhouette] = []
  /// The anatomical key-points in the camera frame.
  public var truth = Motion()

  /// Films `seconds` of a dance at `rate` frames a second. Without a room the picture is segmented.
  public init(
    _ dance: Dance, seconds: Double, rate: Double = 30, person: Person = Person(), camera: Camera = .kinect1,
    noise: SensorNoise = .kinect1, room: SyntheticRoom? = nil, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    var stage = SyntheticStage(camera: camera)
    for index in 0..<Int(seconds * rate) {
      let time = Double(index) / rate
      let pose = dance.pose(at: time, height: person.height)
      stage.film(person: person, pose: pose, noise: noise, room: room, using: &generator)
      frames.append(stage.frame(at: time))
      silhouettes.append(stage.silhouette)
      truth.append(stage.truth, at: time)
    }
  }

  /// Frames of the same room without the dancer (who stands behind the camera).
  public static func empty(
    room: SyntheticRoom, frames: Int, camera: Camera = .kinect1, noise: SensorNoise = .kinect1, seed: UInt64
  ) -> [DepthFrame] {
    var generator = SeededGenerator(seed: seed)
    var stage = SyntheticStage(camera: camera)
    let away = BodyPose.standing.moved(by: SIMD3(0, 0, -5))
    return (0..<frames).map { index in
      stage.film(person: Person(), pose: away, noise: noise, room: room, using: &generator)
      return stage.frame(at: Double(index) / 30)
    }
  }
}
