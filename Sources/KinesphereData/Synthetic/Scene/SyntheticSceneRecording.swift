import Kinesphere

/// A synthetic scene as a depth recording: filmed while it is read, so a take of any length needs no disk.
///
/// A frame costs what ``SceneStage/film(_:)`` does.
public final class SyntheticSceneRecording: Recording {
  public let header: RecordingHeader
  public var scene: SyntheticScene { stage.scene }
  /// The truth of the frame read last.
  public var truth: SceneTruth { stage.truth }
  /// Whose surface each reading of the frame read last comes from (``SceneStage/readingOwners``).
  public var readingOwners: Plane<UInt8> { stage.readingOwners }
  /// The pixels of the frame read last whose reading is a dancer's (``SceneStage/readingMask(of:)``).
  public func readingMask(of dancer: Int? = nil) -> PixelMask { stage.readingMask(of: dancer) }
  private var stage: SceneStage
  private var index = 0

  public init(_ scene: SyntheticScene) {
    stage = SceneStage(scene)
    header = RecordingHeader(
      name: scene.name, format: .synthetic, width: scene.camera.width, height: scene.camera.height,
      camera: scene.camera, frameCount: scene.count, rate: scene.rate, unit: .millimetre, isSegmented: false,
      provenance: "a synthetic scene", card: nil, notices: [])
  }

  public func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome {
    guard index < scene.count else { return .end }
    header.fit(&frame, index: index)
    stage.film(index)
    frame.depth = stage.depth
    index += 1
    return .frame
  }
}
