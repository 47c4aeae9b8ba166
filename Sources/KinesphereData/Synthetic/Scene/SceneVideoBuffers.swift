import Kinesphere

/// What ``SceneStage`` keeps between video frames: the still room as it is lit, and scratch.
struct SceneVideoBuffers: Sendable {
  let channelCount: Int
  var view: SceneView?
  /// `[channels, height, width]`: grey levels of the still room in full light, and of the frame.
  var room: [Float]
  var levels: [Float]
  /// `[height, width]`: x of the place on the back wall that a pixel shows; meaningless elsewhere.
  var wallX: [Float]
  /// `[channels, 256]`: the albedo of every label, and which labels move.
  var albedo: [Float]
  var moves: [Bool]
  /// `[256]`: the noise's deviation at a grey level.
  var deviations: [Float]
  /// nil where nothing casts a shadow.
  var shadow: SceneShadow?

  init(scene: SyntheticScene, channelCount: Int) {
    self.channelCount = channelCount
    let count = scene.camera.width * scene.camera.height
    room = [Float](repeating: 0, count: channelCount * count)
    levels = room
    wallX = [Float](repeating: 0, count: count)
    let colours = (0...255).map { scene.albedo(of: UInt8($0)) }
    albedo = (0..<channelCount).flatMap { channel in
      colours.map { channelCount == 1 ? $0.dot(Self.luma) : $0[channel] }
    }
    moves = (0...255).map { label in
      let object = label - Int(SceneLabel.firstObject)
      return SceneLabel.isDancer(UInt8(label))
        || scene.room.objects.indices.contains(object) && scene.room.objects[object].isMoving
    }
    let light = scene.light
    shadow = light.shadow > 0 ? SceneShadow(camera: scene.camera) : nil
    deviations = (0...255).map {
      (light.readNoise * light.readNoise + max(0, light.photonNoise) * Float($0)).squareRoot()
    }
  }

  /// Gray from red, green and blue: ITU-R BT.601.
  static let luma = SIMD3<Float>(0.299, 0.587, 0.114)
}

extension SyntheticScene {
  /// The colour of whatever carries a label.
  func albedo(of label: UInt8) -> SIMD3<Float> {
    guard SceneLabel.isDancer(label) else { return room.material(of: label).albedo }
    let dancer = Int(SceneLabel.dancer(of: label))
    return dancers.indices.contains(dancer) ? dancers[dancer].outfit.albedo(of: label & 31) : .zero
  }
}
