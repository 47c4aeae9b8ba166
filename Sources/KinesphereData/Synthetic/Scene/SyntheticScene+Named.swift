import Kinesphere

extension SyntheticScene {
  /// Scenes that are ready: each shows one thing that happens in real rooms. The first second shows the room empty.
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// A dancer walks in and dances; nothing but the sensor's noise.
    case quietRoom = "quiet-room"
    /// The same with all faults of ``RoomFaults/real``; through an open door one sees beyond 4 m.
    case realRoom = "real-room"
    /// The light drops to 0.7 after four seconds, and the lamps flicker.
    case lightChange = "light-change"
    /// The dancer casts a shadow on floor and wall, in gray and colour.
    case castShadow = "cast-shadow"
    /// The camera is knocked by 1.5 degrees after four seconds.
    case cameraKnock = "camera-knock"
    /// A door in the back wall opens after four seconds and stays open.
    case doorOpens = "door-opens"
    /// The dancer sits down and holds still for ten seconds.
    case stillDancer = "still-dancer"
    /// The dancer lies down and holds still for ten seconds.
    case lyingDancer = "lying-dancer"
    /// The dancer comes to 0.85 m and goes back.
    case closeDancer = "close-dancer"
    /// Two dancers cross twice, 0.55 m apart in depth.
    case crossingDancers = "crossing-dancers"
    /// A curtain waves, set pieces turn and slide, and a pattern of light travels over the back wall.
    case movingBackground = "moving-background"
  }

  /// The camera and the noise of a scene.
  public enum Sensor: String, Codable, Sendable, CaseIterable {
    /// 320 x 240, ``SensorNoise/kinect1``.
    case kinect1
    /// 512 x 424, ``SensorNoise/kinect2``; the room is wider, as the picture is.
    case kinect2
  }

  /// A ready scene at 30 frames/s; who dances, what and in which clothes is drawn from `seed`.
  ///
  /// ``Name/stillDancer`` and ``Name/lyingDancer`` take 16 s, ``Name/closeDancer`` 10 s, the others 8 s.
  public static func named(_ name: Name, seed: UInt64 = 1, sensor: Sensor = .kinect1) -> SyntheticScene {
    var generator = SeededGenerator(seed: seed, stream: 4, index: 0)
    let dancers = scripts(name, sensor: sensor, using: &generator).map { script in
      SceneDancer(
        person: .random(using: &generator), outfit: .random(using: &generator), poses: script.poses)
    }
    let count = dancers.map(\.poses.count).max() ?? 1
    var scene = SyntheticScene(name: name.rawValue, dancers: dancers, count: count, seed: generator.next())
    scene.room = .studio
    if sensor == .kinect2 {
      (scene.camera, scene.noise, scene.room.width) = (.kinect2, .kinect2, 5.4)
    }
    switch name {
    case .quietRoom, .closeDancer, .crossingDancers: break
    case .realRoom:
      scene.faults = .real
      // Kinect v2 brings its own range.
      if sensor == .kinect2 { (scene.faults.nearLimit, scene.faults.farLimit) = (0, 0) }
      // Open all the while: what is behind it lies beyond the sensor's reach.
      scene.room.openDoor(atFrame: -60)
    case .lightChange:
      scene.light.changeFrame = 120
      scene.light.changeGain = 0.7
      scene.light.flickerShare = 0.02
    case .castShadow: scene.light.shadow = 0.8
    case .cameraKnock:
      scene.faults.knockFrame = 120
      (scene.faults.knockPan, scene.faults.knockTilt, scene.faults.knockRoll) = (1.2, 0.8, 0.4)
    case .doorOpens:
      scene.room.openDoor(atFrame: 120)
    case .stillDancer:
      scene.room.objects.append(.stool(at: Self.middle))
    case .lyingDancer: break
    case .movingBackground:
      scene.room.objects += .movingSet
      scene.light.projection = 0.35
    }
    return scene
  }

  /// Where dancers dance: metres to the right of the camera, and away from it.
  private static let middle = SIMD2<Float>(0, 2.85)

  private static func scripts(
    _ name: Name, sensor: Sensor, using generator: inout SeededGenerator
  ) -> [SceneScript] {
    // Beyond the picture's edge.
    let width: Float = sensor == .kinect2 ? 1.3 : 1
    let outside = SIMD2<Float>(-1.85 * width, 2.85)
    var script = SceneScript()
    script.stayAway(seconds: 1)
    switch name {
    case .quietRoom, .realRoom, .lightChange, .castShadow, .cameraKnock, .doorOpens, .movingBackground:
      script.walk(from: outside, to: middle, seconds: 1.5)
      script.dance(at: middle, seconds: 5.5, using: &generator)
    case .stillDancer, .lyingDancer:
      script.walk(from: outside, to: middle, seconds: 1.5)
      script.dance(at: middle, seconds: 1.5, using: &generator)
      script.hold(name == .stillDancer ? .sitting : .lying, at: middle, seconds: 10.5)
      script.dance(at: middle, seconds: 1.5, using: &generator)
    case .closeDancer:
      let near = SIMD2<Float>(0, 0.85)
      script.walk(from: outside, to: middle, seconds: 1.5)
      script.walk(from: middle, to: near, seconds: 1.8)
      script.hold(.standing, at: near, seconds: 2)
      script.walk(from: near, to: middle, seconds: 1.8)
      script.dance(at: middle, seconds: 1.9, using: &generator)
    case .crossingDancers:
      let (near, far) = (Float(2.3), Float(2.85))
      var other = script
      script.walk(from: SIMD2(-1.7 * width, near), to: SIMD2(1.7 * width, near), seconds: 3.5)
      script.walk(from: SIMD2(1.7 * width, near), to: SIMD2(-1.7 * width, near), seconds: 3.5)
      other.walk(from: SIMD2(1.95 * width, far), to: SIMD2(-1.95 * width, far), seconds: 3.5)
      other.walk(from: SIMD2(-1.95 * width, far), to: SIMD2(1.95 * width, far), seconds: 3.5)
      return [script, other]
    }
    return [script]
  }
}

extension SceneRoom {
  /// A room of 3.8 by 3.7 m with a black sofa, a table, a black loudspeaker, a picture on the wall and a closed door; the
  /// next wall behind the door is 1.1 m farther away.
  static let studio: SceneRoom = {
    var room = SceneRoom()
    let wood = SceneMaterial(albedo: SIMD3(0.5, 0.34, 0.2), texture: .boards)
    room.objects = [
      SceneObject(centre: SIMD3(1.3, 0.21, 3.3), size: SIMD3(1, 0.42, 0.7), material: .black),
      SceneObject(centre: SIMD3(1.3, 0.6, 3.58), size: SIMD3(1, 0.45, 0.16), material: .black),
      SceneObject(centre: SIMD3(-1.5, 0.36, 3.3), size: SIMD3(0.5, 0.72, 0.6), yaw: 12, material: wood),
      SceneObject(centre: SIMD3(-1.5, 0.92, 3.3), size: SIMD3(0.24, 0.4, 0.24), material: .black),
      SceneObject(
        centre: SIMD3(1.25, 1.45, 3.68), size: SIMD3(0.7, 0.5, 0.03),
        material: SceneMaterial(albedo: SIMD3(0.75, 0.35, 0.25), texture: .stripes)),
      SceneObject(
        centre: SIMD3(-0.6, 1, 3.68), size: SIMD3(0.8, 2, 0.04),
        material: SceneMaterial(albedo: SIMD3(0.42, 0.28, 0.18))),
    ]
    room.doorway = Doorway(left: -1, right: -0.2, top: 2, depth: 1.1)
    return room
  }()

  /// Lets the last of the studio's objects, its door, swing open into the room within a second.
  fileprivate mutating func openDoor(atFrame frame: Int) {
    objects[objects.count - 1].motion = .opens(frame: frame, frames: 30, degrees: 80)
  }
}

extension SceneObject {
  fileprivate static func stool(at place: SIMD2<Float>) -> SceneObject {
    let height = SceneScript.seatHeight
    return SceneObject(
      centre: SIMD3(place.x, height / 2, place.y + 0.05), size: SIMD3(0.36, height, 0.34),
      material: SceneMaterial(albedo: SIMD3(0.55, 0.5, 0.4)))
  }
}

extension [SceneObject] {
  fileprivate static var movingSet: [SceneObject] {
    let cloth = SceneMaterial(albedo: SIMD3(0.55, 0.15, 0.2))
    let paint = SceneMaterial(albedo: SIMD3(0.3, 0.5, 0.62))
    return [
      SceneObject(
        centre: SIMD3(0.45, 1.2, 3.5), size: SIMD3(0.9, 2.3, 0), material: cloth,
        motion: .flutters(reach: 0.12, period: 2.5)),
      SceneObject(
        centre: SIMD3(-1.35, 1.5, 3.2), size: SIMD3(0.5, 0.5, 0.1), material: paint, motion: .turns(period: 3)
      ),
      SceneObject(
        centre: SIMD3(1.2, 1.3, 3.3), size: SIMD3(0.35, 1, 0.05), material: paint,
        motion: .slides(reach: 0.25, period: 4)),
    ]
  }
}
