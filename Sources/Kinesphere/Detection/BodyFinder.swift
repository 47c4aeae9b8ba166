/// What every detector does with its raw mask: hole filling, morphology, connected components, and the choice of the
/// regions that are bodies.
///
/// The detector sets ``mask``, then calls ``find(in:camera:)``. Owns the silhouettes and all scratch.
struct BodyFinder: Sendable {
  let configuration: BodyDetector.Configuration
  /// `mostBodies` of them, by surface; those beyond the last body are empty.
  private(set) var silhouettes: [Silhouette]
  /// The raw mask; cleaned in place.
  var mask: PixelMask
  private var scratch: PixelMask
  private var holes: HoleFiller
  private var labels: RunLabels
  private var parts: BodyParts

  init(width: Int, height: Int, configuration: BodyDetector.Configuration) {
    precondition(configuration.mostBodies >= 1, "a detector looks for at least one body")
    self.configuration = configuration
    silhouettes = (0..<configuration.mostBodies).map { _ in Silhouette(width: width, height: height) }
    mask = PixelMask(width: width, height: height)
    scratch = mask
    holes = HoleFiller(width: width, height: height)
    labels = RunLabels(width: width, height: height)
    parts = BodyParts(width: width, height: height, mostBodies: configuration.mostBodies)
  }

  func check(width: Int, height: Int) throws(DetectionError) {
    guard width == mask.width, height == mask.height else {
      throw DetectionError.frameSize(
        expectedWidth: mask.width, expectedHeight: mask.height, actualWidth: width, actualHeight: height)
    }
  }

  /// Cleans ``mask`` and fills the silhouettes, which ``clear()`` has emptied; false where nobody is found.
  mutating func find(in depth: Plane<UInt16>, camera: Camera) -> Bool {
    clean(depth, camera)
    if configuration.mostBodies > 1 {
      labels.label(mask, splitAt: configuration.depthStep * 1000, of: depth)
    } else {
      labels.label(mask)
    }
    guard parts.find(in: depth, camera: camera, labels: labels, configuration: configuration) else {
      return false
    }
    for place in parts.bodies.indices {
      parts.fill(&silhouettes[place], place: place, labels: labels, camera: camera)
    }
    return true
  }

  /// Sets exactly the pixels of the bodies found last in ``mask``.
  mutating func markBodies() { parts.mark(&mask, labels: labels) }

  /// A picture without depth has no place in metres.
  mutating func forgetPlaces() {
    for index in silhouettes.indices { silhouettes[index].centroid = SIMD3(repeating: .nan) }
  }

  /// Empties the silhouettes.
  mutating func clear() {
    for index in silhouettes.indices { silhouettes[index].clear() }
  }

  private mutating func clean(_ depth: Plane<UInt16>, _ camera: Camera) {
    if configuration.largestHole > 0 {
      holes.fill(&mask, depth: depth, camera: camera, upTo: configuration.largestHole)
    }
    for _ in 0..<configuration.closings { mask.dilate(scratch: &scratch) }
    for _ in 0..<configuration.closings { mask.erode(scratch: &scratch) }
    for _ in 0..<configuration.openings { mask.erode(scratch: &scratch) }
    for _ in 0..<configuration.openings { mask.dilate(scratch: &scratch) }
  }
}

extension Silhouette {
  /// Unsets its pixels; only its rows are visited.
  mutating func clear() {
    let rows = rows
    let width = mask.width
    mask.withMutablePixels { pixels in
      for index in rows.lowerBound &* width..<rows.upperBound &* width { pixels[index] = 0 }
    }
    area = 0
    self.rows = 0..<0
    columns = 0..<0
    centroid = SIMD3(repeating: .nan)
  }
}
