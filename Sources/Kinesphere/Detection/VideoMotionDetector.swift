/// Finds the dancer in gray or colour pictures by what moves: ``VideoDifference`` or ``VideoFlow``, with the same cleaning
/// as ``VideoDetector``, which sees more where the camera stands.
public struct VideoMotionDetector: Detector {
  public private(set) var motion: any MotionMask<VideoFrame>
  public var silhouettes: [Silhouette] { finder.silhouettes }
  public var delay: Int { motion.delay }
  private var finder: VideoBodyFinder

  public init(
    width: Int, height: Int, motion: any MotionMask<VideoFrame>,
    configuration: VideoDetector.Configuration = .motion
  ) {
    self.motion = motion
    finder = VideoBodyFinder(width: width, height: height, configuration: configuration)
  }

  @discardableResult
  public mutating func detect(in frame: VideoFrame) throws(DetectionError) -> Detection {
    try finder.check(frame)
    finder.clear()
    let remaining = motion.markMotion(of: frame, in: &finder.mask)
    if remaining > 0 { return .learning(remaining: remaining) }
    return finder.find() ? .body : .nobody
  }
}
