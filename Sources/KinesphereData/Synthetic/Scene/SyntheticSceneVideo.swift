import Kinesphere

/// A synthetic scene as a gray or colour recording: filmed while it is read.
///
/// A frame costs what ``SceneStage/filmVideo(_:isColour:)`` does.
public final class SyntheticSceneVideo: VideoRecording {
  public let header: VideoHeader
  public var scene: SyntheticScene { stage.scene }
  /// The truth of the frame read last.
  public var truth: SceneTruth { stage.truth }
  private var stage: SceneStage
  private var index = 0

  /// Gray, or red, green and blue.
  public init(_ scene: SyntheticScene, isColour: Bool = false) {
    stage = SceneStage(scene)
    header = VideoHeader(
      name: scene.name, format: .synthetic, width: scene.camera.width, height: scene.camera.height,
      channelCount: isColour ? 3 : 1, frameCount: scene.count, rate: scene.rate,
      provenance: "a synthetic scene")
  }

  public func read(into frame: inout VideoFrame) throws(RecordingError) -> FrameOutcome {
    guard index < scene.count else { return .end }
    stage.filmVideo(index, isColour: header.channelCount == 3)
    frame = stage.picture
    index += 1
    return .frame
  }
}
