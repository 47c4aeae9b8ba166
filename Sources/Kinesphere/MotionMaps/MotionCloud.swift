import CKernels

/// The visible points of a dancer over a sequence, frame by frame: what motion maps are drawn from.
///
/// The points of all frames together are the paper's motion-history point cloud (Yang et al. 2026,
/// doi:10.3389/fnbot.2026.1743288, section 4), each with its frame as its time. Metres in the camera frame, x negated where the
/// camera does not mirror, so that left is left for all cameras. Sequences longer than ``mostFrames`` are thinned to every
/// second frame, as often as needed; of a frame every n-th point is kept so that at most ``mostPoints`` remain.
///
/// A frame costs about 20 µs at 320 x 240, and 12 bytes a point.
public struct MotionCloud: Sendable {
  /// Most frames that are kept.
  public static let mostFrames = 256
  /// Most points of a frame that are kept.
  public static let mostPoints = 8192
  /// Fewest points that make a frame; frames with fewer are passed over.
  public static let fewestPoints = 200

  private(set) var x: [Float] = []
  private(set) var y: [Float] = []
  private(set) var z: [Float] = []
  /// Where each frame's points begin, and where the last one's end.
  private(set) var starts = [0]
  /// Frames offered so far with enough points, and how many make one that is kept.
  private var offered = 0
  private var stride = 1
  /// The points of the frame that is looked at.
  private var seen: (x: [Float], y: [Float], z: [Float]) = ([], [], [])

  public init() {}

  /// Frames that are kept.
  public var count: Int { starts.count - 1 }

  /// Adds the pixels of `mask` (0 = not the dancer) that have a reading. The mask is of the frame's size.
  public mutating func append(_ frame: DepthFrame, mask: Plane<UInt8>) {
    precondition(
      mask.width == frame.depth.width && mask.height == frame.depth.height, "the mask is of the frame's size")
    let found = gather(frame, mask)
    guard found >= Self.fewestPoints else { return }
    offered += 1
    guard (offered - 1) % stride == 0 else { return }
    if count == Self.mostFrames {
      thin()
      guard (offered - 1) % stride == 0 else { return }
    }
    let step = (found + Self.mostPoints - 1) / Self.mostPoints
    if x.isEmpty {
      // Room for a sequence of usual length: growing would copy all that is there again and again.
      let room = 48 * found / step
      x.reserveCapacity(room)
      y.reserveCapacity(room)
      z.reserveCapacity(room)
    }
    if step == 1 {
      x.append(contentsOf: seen.x[..<found])
      y.append(contentsOf: seen.y[..<found])
      z.append(contentsOf: seen.z[..<found])
    } else {
      for point in Swift.stride(from: 0, to: found, by: step) {
        x.append(seen.x[point])
        y.append(seen.y[point])
        z.append(seen.z[point])
      }
    }
    starts.append(x.count)
  }

  /// Fills `seen` and returns the number of points.
  private mutating func gather(_ frame: DepthFrame, _ mask: Plane<UInt8>) -> Int {
    let (camera, depth) = (frame.camera, frame.depth)
    if seen.x.count < depth.count {
      let room = [Float](repeating: 0, count: depth.count)
      seen = (room, room, room)
    }
    var pinhole = ks_pinhole(
      width: Int32(depth.width), height: Int32(depth.height),
      focal_x: camera.isMirrored ? camera.focalX : -camera.focalX, focal_y: camera.focalY,
      centre_x: camera.centreX, centre_y: camera.centreY)
    let level = CPULevel.current.rawValue
    return Int(
      ks_gather_points(level, &pinhole, depth.storage, mask.storage, &seen.x, &seen.y, &seen.z))
  }

  /// Lends the coordinates of all frames' points; nothing happens where there are none.
  func withPoints(_ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        z.withUnsafeBufferPointer { z in
          if let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress { body(x, y, z) }
        }
      }
    }
  }

  /// Keeps every second frame.
  private mutating func thin() {
    var thinned = MotionCloud()
    for frame in Swift.stride(from: 0, to: count, by: 2) {
      let range = starts[frame]..<starts[frame + 1]
      thinned.x += x[range]
      thinned.y += y[range]
      thinned.z += z[range]
      thinned.starts.append(thinned.x.count)
    }
    (x, y, z, starts) = (thinned.x, thinned.y, thinned.z, thinned.starts)
    stride *= 2
  }

  /// The middle of all points and the dancer's height, metres: medians over the points, and over the frames of the
  /// distance between the lowest and the highest hundredth. Needs a frame.
  func body(frames: Range<Int>) -> (centre: SIMD3<Float>, height: Float) {
    let (first, last) = (starts[frames.lowerBound], starts[frames.upperBound])
    let step = max(1, (last - first) / 4096) | 1
    let sampled = Swift.stride(from: first, to: last, by: step)
    func median(_ values: [Float]) -> Float {
      var kept = sampled.map { values[$0] }
      return OrderStatistic.select((kept.count - 1) / 2, of: &kept)
    }
    let heights = frames.map { frame in
      let range = starts[frame]..<starts[frame + 1]
      var kept = Swift.stride(from: range.lowerBound, to: range.upperBound, by: max(1, range.count / 256))
        .map { y[$0] }
      let end = kept.count - 1
      return OrderStatistic.select(end - end / 100, of: &kept) - OrderStatistic.select(end / 100, of: &kept)
    }.sorted()
    return (SIMD3(median(x), median(y), median(z)), heights[(heights.count - 1) / 2])
  }
}
