/// ``BodyFinder`` for pictures without depth.
///
/// The picture is taken for a wall one metre away, seen by a camera whose focal length is the picture's side: there a
/// square metre is the whole picture, and a metre its side, so that shares are what metres are elsewhere.
struct VideoBodyFinder: Sendable {
  private var finder: BodyFinder
  private let wall: Plane<UInt16>
  private let camera: Camera

  init(width: Int, height: Int, configuration: VideoDetector.Configuration) {
    var metric = BodyDetector.Configuration()
    metric.largestHole = configuration.largestHole
    metric.closings = configuration.closings
    metric.openings = configuration.openings
    metric.smallestBody = configuration.smallestBody
    metric.smallestPart = configuration.smallestPart
    metric.joinDistance = configuration.joinDistance
    metric.mostBodies = configuration.mostBodies
    finder = BodyFinder(width: width, height: height, configuration: metric)
    wall = Plane(width: width, height: height, repeating: 1000)
    let side = Float(width * height).squareRoot()
    camera = Camera(
      width: width, height: height, focalX: side, focalY: side, centreX: Float(width) / 2,
      centreY: Float(height) / 2, isMirrored: false)
  }

  var silhouettes: [Silhouette] { finder.silhouettes }
  var mask: PixelMask {
    get { finder.mask }
    _modify { yield &finder.mask }
  }

  func check(_ frame: VideoFrame) throws(DetectionError) {
    try finder.check(width: frame.width, height: frame.height)
  }

  /// Cleans ``mask`` and fills the silhouettes; false where nobody is found.
  mutating func find() -> Bool {
    let found = finder.find(in: wall, camera: camera)
    finder.forgetPlaces()
    return found
  }

  mutating func markBodies() { finder.markBodies() }
  mutating func clear() { finder.clear() }
}
