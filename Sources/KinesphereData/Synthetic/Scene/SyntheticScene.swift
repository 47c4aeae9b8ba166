import Kinesphere

/// Dancers in a room before one camera, with the truth of every pixel: what recordings of real rooms look like, made here.
///
/// Space: the origin lies on the floor under the camera; x to the right of a dancer who faces the camera, y up, z away
/// from the camera, metres. The camera stands at `eyeHeight` and looks along z, tilted down by `tilt`. Whoever looks
/// along -z faces the camera.
///
/// A scene is a value of a few kilobytes a second; pictures are filmed when they are asked for, frame by frame in any
/// order, by a ``SceneStage``. Frame `n` of a scene depends on nothing but the scene and `n`.
public struct SyntheticScene: Sendable {
  /// What reports call it.
  public var name: String
  public var camera: Camera = .kinect1
  /// Metres over the floor, and radians down.
  public var eyeHeight: Float = 1
  public var tilt: Float = 0.04
  public var room = SceneRoom()
  /// At most ``mostDancers``.
  public var dancers: [SceneDancer]
  public var noise: SensorNoise = .kinect1
  public var faults: RoomFaults = .none
  public var light = SceneLight()
  /// Frames, and frames a second.
  public var count: Int
  public var rate: Double = 30
  /// Of the noise.
  public var seed: UInt64

  public static let mostDancers = SceneLabel.mostDancers

  /// Dancers beyond the end of their poses are away.
  public init(name: String, dancers: [SceneDancer], count: Int, seed: UInt64) {
    precondition(
      dancers.count <= Self.mostDancers && count > 0, "a scene has frames, and up to seven dancers")
    (self.name, self.dancers, self.count, self.seed) = (name, dancers, count, seed)
  }

  /// A frame's time in seconds.
  public func time(of frame: Int) -> Double { Double(frame) / rate }

  /// Films one frame for its truth alone. A ``SceneStage`` that is kept does it ten times as fast.
  public func truth(_ frame: Int) -> SceneTruth {
    var stage = SceneStage(self)
    stage.pose(frame)
    return stage.truth
  }

  /// The anatomical key-points of a dancer in every frame in which it is there, in the camera frame; confidence 1.
  public func motion(of dancer: Int) -> Motion {
    var stage = SceneStage(self)
    var motion = Motion()
    for frame in 0..<count {
      guard let points = stage.keyPoints(of: dancer, in: frame) else { continue }
      motion.append(points, at: time(of: frame))
    }
    return motion
  }

  /// Where the camera looks in a frame.
  func view(inFrame frame: Int) -> SceneView {
    SceneView(
      rotation: faults.knock(inFrame: frame) * Rotation(about: SIMD3(1, 0, 0), by: -tilt),
      eyeHeight: eyeHeight)
  }

  /// The depth sensor's noise with what the faults add to it.
  var sensor: SensorNoise {
    var configuration = noise.configuration
    if faults.mixedShare > 0 {
      configuration.mixedShare = max(faults.mixedShare, configuration.mixedShare ?? 0)
    }
    if faults.nearLimit > 0 { configuration.nearLimit = faults.nearLimit }
    if faults.farLimit > 0 { configuration.farLimit = faults.farLimit }
    return SensorNoise(configuration)
  }
}
