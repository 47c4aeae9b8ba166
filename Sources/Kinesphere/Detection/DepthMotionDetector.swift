/// Finds the dancer in depth frames by what moves: ``DepthDifference`` or ``DepthFlow``, with the same cleaning as
/// ``BodyDetector``.
///
/// For comparison and for cameras that move; where the camera stands, ``BodyDetector`` sees more: motion has holes inside
/// plain clothes, and nothing of who stands still.
public struct DepthMotionDetector: Detector {
  public private(set) var motion: any MotionMask<DepthFrame>
  public var silhouettes: [Silhouette] { finder.silhouettes }
  public var delay: Int { motion.delay }
  private var finder: BodyFinder
  /// The frame before, which the silhouettes of a delayed mask belong to.
  private var previous: Plane<UInt16>

  public init(
    width: Int, height: Int, motion: any MotionMask<DepthFrame>,
    configuration: BodyDetector.Configuration = .motion
  ) {
    self.motion = motion
    finder = BodyFinder(width: width, height: height, configuration: configuration)
    previous = Plane(width: width, height: height, repeating: 0)
  }

  @discardableResult
  public mutating func detect(in frame: DepthFrame) throws(DetectionError) -> Detection {
    try finder.check(width: frame.depth.width, height: frame.depth.height)
    finder.clear()
    let remaining = motion.markMotion(of: frame, in: &finder.mask)
    defer { if delay > 0 { previous.copy(frame.depth) } }
    if remaining > 0 { return .learning(remaining: remaining) }
    let found = finder.find(in: delay > 0 ? previous : frame.depth, camera: frame.camera)
    return found ? .body : .nobody
  }
}

extension BodyDetector.Configuration {
  /// For masks of motion, which are rims with holes: closed farther, joined farther, and taken for a body sooner.
  public static var motion: BodyDetector.Configuration {
    var result = BodyDetector.Configuration()
    result.closings = 3
    result.smallestBody = 0.03
    result.joinDistance = 0.4
    return result
  }
}
