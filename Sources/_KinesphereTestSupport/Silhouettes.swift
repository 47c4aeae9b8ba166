import Kinesphere

extension Silhouette {
  /// Intersection over union of two masks of one size, 0 to 1; 1 where both are empty.
  public func overlap(with other: Silhouette) -> Double {
    var both = 0, either = 0
    for (a, b) in zip(mask.storage, other.mask.storage) where a != 0 || b != 0 {
      either += 1
      if a != 0, b != 0 { both += 1 }
    }
    return either == 0 ? 1 : Double(both) / Double(either)
  }
}

/// A picture of rectangles: what regions are tested on.
public struct DrawnFrame: Sendable {
  public var frame: DepthFrame

  /// Every pixel at a depth in millimetres.
  public init(camera: Camera = .kinect1, background: UInt16 = 0, time: Double = 0) {
    let depth = Plane(width: camera.width, height: camera.height, repeating: background)
    frame = DepthFrame(depth: depth, camera: camera, time: time)
  }

  /// A copy with a rectangle at a depth; columns and rows must lie inside the picture.
  public func drawing(_ columns: Range<Int>, _ rows: Range<Int>, at depth: UInt16) -> DrawnFrame {
    var result = self
    for y in rows {
      for x in columns { result.frame.depth[x, y] = depth }
    }
    return result
  }
}
