import Kinesphere
import KinesphereData

/// Depth crops with their key-points: what the encoder learns from, many in one block.
///
/// A crop takes 10 kB, so 200,000 take 2 GB.
public struct CropSet: Sendable {
  /// Pixels of one crop, `72 * 72`.
  public static let pixels = DepthCrop.size * DepthCrop.size
  /// Numbers of one target, `18 * 3`.
  public static let coordinates = KeyPoint.count * 3

  /// Where a crop comes from.
  public struct Origin: Sendable, Equatable, Codable {
    /// Index of the recording in ``CropSet/sequences``, or of the synthetic dancer.
    public var sequence: Int
    public var frame: Int

    public init(sequence: Int, frame: Int) {
      self.sequence = sequence
      self.frame = frame
    }
  }

  /// A recording that crops come from.
  public struct Sequence: Sendable, Equatable, Codable {
    public var name: String
    public var subject: Int
    public var action: Int

    public init(name: String, subject: Int, action: Int) {
      self.name = name
      self.subject = subject
      self.action = action
    }
  }

  /// `[count, 72, 72]`: the crop's values -1 ... 1 times 32767; 32767 is background.
  public private(set) var crops: [Int16] = []
  /// `[count, 54]`: metres relative to the crop's centre; NaN where a key-point has no label.
  public private(set) var points: [Float] = []
  /// `[count]`: the crop's centre in metres in the mirrored picture's frame; zero where it is not known.
  public private(set) var centres: [SIMD3<Float>] = []
  public private(set) var origins: [Origin] = []
  /// `[count, 72, 72]`, ``PartLabels``; empty where the set has no parts.
  public private(set) var parts: [UInt8] = []
  public var sequences: [Sequence] = []

  public init() {}

  public var count: Int { origins.count }

  public var hasParts: Bool { !parts.isEmpty }

  public mutating func reserve(_ count: Int) {
    crops.reserveCapacity(count * Self.pixels)
    points.reserveCapacity(count * Self.coordinates)
    centres.reserveCapacity(count)
    origins.reserveCapacity(count)
  }

  /// Adds a crop of `72 * 72` values and its pose in metres in the camera frame.
  ///
  /// Where the camera does not mirror, pass the pose as it is and `isMirrored: false`: x is negated as the crop is.
  public mutating func append(
    crop: [Float], centre: SIMD3<Float>, pose: Pose, isMirrored: Bool, origin: Origin
  ) {
    precondition(crop.count == Self.pixels, "a crop has 72 x 72 values")
    crops.append(contentsOf: crop.lazy.map { Int16(($0 * 32767).rounded()) })
    for point in KeyPoint.allCases {
      let relative = pose[point] - centre
      points.append(isMirrored ? relative.x : -relative.x)
      points.append(relative.y)
      points.append(relative.z)
    }
    centres.append(isMirrored ? centre : centre * SIMD3(-1, 1, 1))
    origins.append(origin)
  }

  /// Adds a crop of `72 * 72` values and its key-points in metres relative to the crop's centre, in the mirrored picture.
  /// The centre itself counts as (0, 0, 0).
  public mutating func append(crop: [Float], relative: [Float], origin: Origin) {
    precondition(
      crop.count == Self.pixels && relative.count == Self.coordinates,
      "a crop has 72 x 72 values and 54 coordinates")
    crops.append(contentsOf: crop.lazy.map { Int16(($0 * 32767).rounded()) })
    points += relative
    centres.append(.zero)
    origins.append(origin)
  }

  /// Adds the parts of the crop that was added last.
  public mutating func append(parts labels: [UInt8]) {
    precondition(
      labels.count == Self.pixels && parts.count == (count - 1) * Self.pixels,
      "every crop of a set has parts, or none has")
    parts += labels
  }

  /// Gives every crop the key-points `[54]` that `points` says of it, metres relative to its centre in the mirrored picture.
  mutating func place(_ points: (Int) throws -> [Float]) rethrows {
    self.points = try (0..<count).flatMap(points)
  }

  /// Whether some key-point has its label.
  public var hasKnownPoints: Bool { points.contains(where: \.isFinite) }

  /// Makes every key-point unknown and takes the parts away: what is learned from the set after this was not told.
  public mutating func forgetLabels() {
    points = [Float](repeating: .nan, count: points.count)
    parts = []
  }

  /// The values of a sample's crop, as ``CropEncoder`` reads them.
  func read(_ sample: Int, into crop: inout [Float]) {
    for cell in 0..<Self.pixels { crop[cell] = Float(crops[sample * Self.pixels + cell]) / 32767 }
  }

  /// Labels every pixel by its nearest bone; crops without a known key-point are ignored whole.
  public mutating func labelParts(by rule: NearestBone) {
    var all: [UInt8] = []
    all.reserveCapacity(count * Self.pixels)
    var crop = [Float](repeating: 0, count: Self.pixels)
    var labels = [UInt8](repeating: PartLabels.background, count: Self.pixels)
    for sample in 0..<count {
      read(sample, into: &crop)
      var span = labels.mutableSpan
      rule.label(
        crop.span,
        points: points.span.extracting(sample * Self.coordinates..<(sample + 1) * Self.coordinates),
        centre: centres[sample], into: &span)
      all += labels
    }
    parts = all
  }

  /// Adds the samples of a set with the same list of recordings.
  mutating func append(samplesOf other: CropSet) {
    crops += other.crops
    points += other.points
    centres += other.centres
    addParts(of: other)
    origins += other.origins
  }

  /// Adds crop `index` of another set under another origin.
  public mutating func append(_ index: Int, of other: CropSet, origin: Origin) {
    crops.append(contentsOf: other.crops[index * Self.pixels..<(index + 1) * Self.pixels])
    points.append(contentsOf: other.points[index * Self.coordinates..<(index + 1) * Self.coordinates])
    centres.append(other.centres[index])
    if other.hasParts {
      precondition(parts.count == count * Self.pixels, "every crop of a set has parts, or none has")
      parts += other.parts[index * Self.pixels..<(index + 1) * Self.pixels]
    } else if hasParts {
      parts += [UInt8](repeating: PartLabels.ignored, count: Self.pixels)
    }
    origins.append(origin)
  }

  /// Adds all crops of another set behind this one's.
  public mutating func append(contentsOf other: CropSet) {
    let base = sequences.count
    addParts(of: other)
    sequences += other.sequences
    crops += other.crops
    points += other.points
    centres += other.centres
    origins += other.origins.map { Origin(sequence: $0.sequence + base, frame: $0.frame) }
  }

  /// Where only one of two sets has parts, the other's pixels are ignored.
  private mutating func addParts(of other: CropSet) {
    guard hasParts || other.hasParts else { return }
    let missing = PartLabels.ignored
    if !hasParts { parts = [UInt8](repeating: missing, count: count * Self.pixels) }
    parts += other.hasParts ? other.parts : [UInt8](repeating: missing, count: other.count * Self.pixels)
  }

  /// Moves every pose from the anatomical joints to where Kinect's skeleton has them.
  mutating func moveToKinectConvention() {
    for sample in 0..<count {
      let base = sample * Self.coordinates
      let places = (0..<KeyPoint.count).map {
        SIMD3(points[base + 3 * $0], points[base + 3 * $0 + 1], points[base + 3 * $0 + 2])
      }
      let moved = KinectConvention.pose(from: Pose(points: places), isMirrored: true)
      for point in 0..<KeyPoint.count {
        for axis in 0..<3 { points[base + 3 * point + axis] = moved.points[point][axis] }
      }
    }
  }

  /// Rebuilds a set from its blocks; nil where their sizes contradict one another.
  init?(
    crops: [Int16], points: [Float], centres: [SIMD3<Float>], origins: [Origin], parts: [UInt8],
    sequences: [Sequence]
  ) {
    let count = origins.count
    guard crops.count == count * Self.pixels, points.count == count * Self.coordinates,
      centres.count == count, parts.isEmpty || parts.count == crops.count,
      origins.allSatisfy({ sequences.indices.contains($0.sequence) })
    else { return nil }
    self.crops = crops
    self.points = points
    self.centres = centres
    self.origins = origins
    self.parts = parts
    self.sequences = sequences
  }
}
