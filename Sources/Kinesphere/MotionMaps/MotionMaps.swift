import CKernels
import RealModule

/// Multi-view depth motion maps of a sequence: how much each place of several pictures of the dancer changes, over the whole
/// and over its parts of equal motion.
///
/// 1. The cloud is centred on the middle of all its points, and scaled so that the dancer is ``Configuration/stature`` high: the
///    unit of depth does not matter.
/// 2. Every frame is turned about the vertical by each of the ``Configuration/views`` and drawn from the front, then from above
///    and from the side (the Cartesian planes of Yang, Zhang, Tian 2012, doi:10.1145/2393347.2396382): the nearest point of each
///    cell.
/// 3. The absolute differences of successive frames are summed: a depth motion map (Chen, Liu, Kehtarnavaz 2016,
///    doi:10.1007/s11554-013-0370-1), over the whole, over two halves, four quarters and so on of equal motion energy: a temporal pyramid
///    (Yang, Tian 2014, doi:10.1109/CVPR.2014.108, section 4).
///
/// The paper (doi:10.3389/fnbot.2026.1743288, section 4) rotates the cloud about Y and projects it like that; it gives no angles.
/// A sequence of 40 frames costs about 2 ms on one core with AVX-512; keeps its storage.
public struct MotionMaps: Sendable {
  public struct Configuration: Sendable, Hashable, Codable {
    /// Turns about the vertical, degrees.
    public var views: [Float] = [-40, -20, 0, 20, 40]
    /// Cells in a row and rows of a map, 8 to 255.
    public var side = 96
    /// Half of what a map covers, metres on a dancer of ``stature``.
    public var half: Float = 1.1
    /// What the dancer's height is taken for, metres.
    public var stature: Float = 1.7
    /// Levels of the temporal pyramid: 1, 2, 4 ... parts. 1 to 5.
    public var levels = 3
    /// Frames left out at either end, where enough remain: dancers get ready there.
    public var trim = 3

    public init() {}

    /// Whether everything is within its documented range.
    public var isWithinRanges: Bool {
      (8...255).contains(side) && (1...5).contains(levels) && half > 0 && half.isFinite && stature > 0
        && stature.isFinite && (0...1000).contains(trim) && (1...32).contains(views.count)
        && views.allSatisfy { $0.isFinite }
    }

    /// Maps of a sequence: a segment's views lie together, the whole first.
    public var mapCount: Int { segmentCount * viewCount }
    /// Parts of all levels.
    public var segmentCount: Int { (1 << levels) - 1 }
    /// The turned views, from above and from the side.
    public var viewCount: Int { views.count + 2 }
  }

  public let configuration: Configuration
  let level: CPULevel
  /// Right, up and away of each view.
  private let directions: [Float]
  /// Every frame's maps, and the sums.
  private var frames: [UInt8] = []
  private(set) var sums: [UInt16] = []

  public init(_ configuration: Configuration = Configuration()) { self.init(configuration, level: .current) }

  package init(_ configuration: Configuration, level: CPULevel) {
    precondition(configuration.isWithinRanges, "a configuration within its documented ranges")
    self.configuration = configuration
    self.level = level
    directions =
      configuration.views.flatMap { Self.turned($0) } + [1, 0, 0, 0, 0, -1, 0, -1, 0] + [
        0, 0, 1, 0, 1, 0, 1, 0, 0,
      ]
  }

  private static func turned(_ degrees: Float) -> [Float] {
    let (sine, cosine) = (Float.sin(degrees * .pi / 180), Float.cos(degrees * .pi / 180))
    return [cosine, 0, sine, 0, 1, 0, -sine, 0, cosine]
  }

  /// Bytes of one view's map, with the cell for what falls beside it.
  private var stride: Int { (configuration.side * configuration.side + 64) / 64 * 64 }
  private var bytes: Int { stride * configuration.viewCount }

  /// Sums the maps of a cloud; false, with nothing to read, where it has fewer than two frames.
  public mutating func draw(_ cloud: MotionCloud) -> Bool {
    let trim = cloud.count >= 2 * configuration.trim + 8 ? configuration.trim : 0
    let range = trim..<cloud.count - trim
    guard range.count >= 2 else { return false }
    let body = cloud.body(frames: range)
    let scale = configuration.stature / max(body.height, 0.01)
    let needed = range.count * bytes
    if frames.count < needed { frames = [UInt8](repeating: 0, count: needed) }
    for (number, frame) in range.enumerated() {
      project(cloud, frame: frame, centre: body.centre, scale: scale, at: number * bytes)
    }
    sum(count: range.count)
    return true
  }

  private mutating func project(
    _ cloud: MotionCloud, frame: Int, centre: SIMD3<Float>, scale: Float, at offset: Int
  ) {
    let points = cloud.starts[frame]..<cloud.starts[frame + 1]
    var how = ks_projection(
      views: Int32(configuration.viewCount), side: Int32(configuration.side), stride: Int32(stride),
      half: configuration.half, centre_x: centre.x, centre_y: centre.y, centre_z: centre.z, scale: scale)
    let (level, first, count) = (level.rawValue, points.lowerBound, Int32(points.count))
    // Frames of a cloud have points, so there are addresses.
    frames.withUnsafeMutableBufferPointer { frames in
      cloud.withPoints { x, y, z in
        guard let base = frames.baseAddress else { return }
        ks_project_points(
          level, &how, directions, x + first, y + first, z + first, count, base + offset)
      }
    }
  }

  /// Sums the differences of successive frames by segment.
  private mutating func sum(count: Int) {
    let size = bytes
    let segments = configuration.segmentCount
    sums.removeAll(keepingCapacity: true)
    sums.append(contentsOf: repeatElement(0, count: segments * size))
    frames.withUnsafeBufferPointer { frames in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let maps = frames.baseAddress, let sums = sums.baseAddress else { return }
        let energies = (1..<count).map {
          ks_difference(level.rawValue, maps + ($0 - 1) * size, maps + $0 * size, Int32(size))
        }
        let total = max(1, energies.reduce(0, +))
        var before: Int64 = 0
        let parts = 1 << (configuration.levels - 1)
        for (index, energy) in energies.enumerated() {
          // Its middle says which part a step belongs to.
          let place = Double(before) + Double(energy) / 2
          before += energy
          let part = min(parts - 1, Int(place / Double(total) * Double(parts)))
          ks_add_difference(
            level.rawValue, maps + index * size, maps + (index + 1) * size, Int32(size),
            sums + (parts - 1 + part) * size)
        }
        // A part of the level above is two of the level below.
        for segment in (0..<parts - 1).reversed() {
          let (whole, first) = (sums + segment * size, sums + (2 * segment + 1) * size)
          for cell in 0..<size { whole[cell] = first[cell] &+ first[size &+ cell] }
        }
      }
    }
  }

  /// The motion map of a segment (the whole, the halves, the quarters ... in order) in a view (the turned ones, from above,
  /// from the side) of what ``draw(_:)`` saw last: sums of differences, 0 to 65,535.
  public func map(segment: Int, view: Int) -> Plane<UInt16> {
    let (side, offset) = (configuration.side, segment * bytes + view * stride)
    var plane = Plane<UInt16>(width: side, height: side, repeating: 0)
    for row in 0..<side { for column in 0..<side { plane[column, row] = sums[offset + row * side + column] } }
    return plane
  }

  /// Lends each map in order.
  func withMaps(_ body: (UnsafePointer<UInt16>) -> Void) {
    sums.withUnsafeBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      for segment in 0..<configuration.segmentCount {
        for view in 0..<configuration.viewCount { body(base + segment * bytes + view * stride) }
      }
    }
  }
}
