import Kinesphere

/// Films the frames of one scene, in any order: depth as the sensor reads it, gray and colour pictures, and the truth.
///
/// Owns all buffers and fills them anew with each frame; what stands still in the room is drawn once and kept. Filming
/// changes nothing that a later frame depends on. At 320 x 240 on one core a depth frame with one dancer takes about 1 ms.
public struct SceneStage: Sendable {
  public let scene: SyntheticScene
  /// Readings of the frame filmed last by ``film(_:)``, millimetres, 0 = none.
  public internal(set) var depth: Plane<UInt16>
  /// Whose surface each reading of ``depth`` comes from, counted from 0; ``SceneTruth/nobody`` for the room's and where
  /// there is none. At the rims not always the dancer that the clean picture shows there.
  public internal(set) var readingOwners: Plane<UInt8>
  /// The frame filmed last by ``filmVideo(_:isColour:)``.
  public internal(set) var picture: VideoFrame
  /// The truth of the frame posed or filmed last.
  public internal(set) var truth: SceneTruth

  /// The picture before noise: inverse depth and ``SceneLabel``s.
  var raster: BodyRaster
  var body = PosedBody()
  private var mesh = SceneMesh()
  private var posedFrame = -1
  var view: SceneView
  /// The room's still surfaces as `background.view` sees them.
  var background: SceneBackground
  /// `[7, 3000]`: every dancer's labels for the body's triangles.
  private let faceLabels: [[UInt8]]
  /// Scratch of ``film(_:)``: the inverse depth that the sensor reads, and the labels of its readings.
  var readable: [Float]
  var origins: [UInt8]
  /// Which labels swallow infrared light.
  let isBlack: [Bool]
  let noise: SensorNoise
  var video: SceneVideoBuffers?

  public init(_ scene: SyntheticScene) {
    precondition(
      scene.dancers.count <= SyntheticScene.mostDancers && scene.room.objects.count <= SceneRoom.mostObjects,
      "a scene has up to seven dancers and 24 objects")
    self.scene = scene
    let camera = scene.camera
    depth = Plane(width: camera.width, height: camera.height, repeating: 0)
    readingOwners = Plane(width: camera.width, height: camera.height, repeating: SceneTruth.nobody)
    picture = VideoFrame(width: camera.width, height: camera.height, channelCount: 1)
    truth = SceneTruth(
      owners: readingOwners, keyPoints: scene.dancers.map { _ in Pose() },
      isPresent: scene.dancers.map { _ in false })
    raster = BodyRaster(camera: camera)
    view = scene.view(inFrame: 0)
    background = SceneBackground(camera: camera)
    faceLabels = scene.dancers.indices.map { dancer in
      Body.facePartsWithHair.map { $0 + UInt8(dancer * SceneLabel.partsPerDancer) }
    }
    readable = [Float](repeating: 0, count: camera.width * camera.height)
    origins = [UInt8](repeating: SceneLabel.nothing, count: camera.width * camera.height)
    isBlack = (0...255).map { scene.isBlack(label: UInt8($0)) }
    noise = scene.sensor
  }

  /// The pixels whose reading in ``depth`` is a dancer's, or any dancer's where none is named: what a detector can find.
  public func readingMask(of dancer: Int? = nil) -> PixelMask {
    SceneTruth.mask(of: dancer, in: readingOwners)
  }

  /// The last picture as a frame; copies the plane.
  public func frame(at time: Double) -> DepthFrame {
    DepthFrame(depth: depth, camera: scene.camera, time: time)
  }

  /// Draws a frame without noise and tells its truth, nothing more.
  public mutating func pose(_ frame: Int) {
    precondition(frame >= 0 && frame < scene.count, "a frame of the scene")
    guard frame != posedFrame else { return }
    posedFrame = frame
    view = scene.view(inFrame: frame)
    if background.view != view { background.draw(scene.room, in: view) }
    let background = background
    raster.withPlanes { inverseDepth, labels in
      _ = inverseDepth.update(fromContentsOf: background.inverseDepth)
      _ = labels.update(fromContentsOf: background.labels)
    }
    drawMovingObjects(frame)
    for dancer in scene.dancers.indices {
      truth.isPresent[dancer] = fillBody(dancer, frame)
      truth.keyPoints[dancer] = truth.isPresent[dancer] ? cameraPoints() : Pose()
      guard truth.isPresent[dancer] else { continue }
      raster.draw(body.vertices, faces: Body.shared.faces, labels: faceLabels[dancer], isClosed: true)
      guard !body.clothFaces.isEmpty else { continue }
      // Hanging cloth covers the hips: it counts as pelvis.
      let label = UInt8(dancer * SceneLabel.partsPerDancer) + BodyPart.pelvis.rawValue
      let labels = [UInt8](repeating: label, count: body.clothFaces.count / 3)
      raster.draw(body.vertices, faces: body.clothFaces, labels: labels)
    }
    tellTruth()
  }

  /// A dancer's key-points in the camera frame, confidence 1, without drawing; nil where it is away.
  mutating func keyPoints(of dancer: Int, in frame: Int) -> Pose? {
    let drawn = view
    view = scene.view(inFrame: frame)
    defer { view = drawn }
    return fillBody(dancer, frame) ? cameraPoints() : nil
  }

  /// Puts a dancer's body where it is in a frame, in the mirrored camera frame; false where it is away.
  mutating func fillBody(_ index: Int, _ frame: Int) -> Bool {
    let dancer = scene.dancers[index]
    guard dancer.poses.indices.contains(frame), let pose = dancer.poses[frame] else { return false }
    var seen = view.applied(to: pose)
    body.fill(person: dancer.person, pose: seen)
    if dancer.isGrounded {
      let up = view.rotation.applied(to: SIMD3(0, 1, 0))
      var lowest = Float.infinity
      for vertex in body.vertices { lowest = min(lowest, vertex.dot(up)) }
      seen.root += up * (-view.eyeHeight - lowest)
      body.fill(person: dancer.person, pose: seen)
    }
    return true
  }

  private func cameraPoints() -> Pose {
    var points = body.keyPoints
    if !scene.camera.isMirrored {
      for index in 0..<KeyPoint.count { points.points[index].x *= -1 }
    }
    return points
  }

  private mutating func drawMovingObjects(_ frame: Int) {
    mesh.clear()
    let (view, time) = (view, Float(scene.time(of: frame)))
    for (index, object) in scene.room.objects.enumerated() where object.isMoving {
      object.draw(
        into: &mesh, label: SceneLabel.firstObject + UInt8(index), frame: frame, time: time,
        place: view.applied(to:))
    }
    if !mesh.labels.isEmpty { raster.draw(mesh.vertices, faces: mesh.faces, labels: mesh.labels) }
  }

  private mutating func tellTruth() {
    for dancer in scene.dancers.indices {
      for index in 0..<KeyPoint.count {
        let isSeen =
          truth.isPresent[dancer]
          && raster.shows(
            KeyPoint.allCases[index], at: truth.keyPoints[dancer].points[index],
            firstLabel: UInt8(dancer * SceneLabel.partsPerDancer))
        truth.keyPoints[dancer].confidence[index] = isSeen ? 1 : 0
      }
    }
    let parts = raster.parts
    let labels = parts.storage.span
    var owners = truth.owners.storage.mutableSpan
    for pixel in labels.indices { owners[pixel] = SceneLabel.dancer(of: labels[pixel]) }
  }
}

extension SyntheticScene {
  /// Whether the surface that carries a label swallows infrared light.
  func isBlack(label: UInt8) -> Bool {
    guard SceneLabel.isDancer(label) else {
      return label != SceneLabel.nothing && room.material(of: label).isAbsorbing
    }
    let dancer = Int(SceneLabel.dancer(of: label))
    return dancer < dancers.count && label & 31 == SceneLabel.hair && dancers[dancer].outfit.isHairAbsorbing
  }
}
