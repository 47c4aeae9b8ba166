import Kinesphere

/// Labels the pixels of a dancer by key-points: every pixel takes the part of the nearest bone in 3-D.
///
/// A bone is a capsule: all points within a radius of a piece of the line through two key-points. The nearest is the one
/// whose surface is nearest, inside counting as negative. This is how recordings that come with a skeleton, but with
/// no labels of pixels, get parts to learn from; Kinect's skeleton has no hands, so those are the forearm's line carried on.
///
/// Pieces and radii were fitted on synthetic dancers, whose true parts are known (``anatomical``, ``kinect``): never on a data set.
public struct NearestBone: Sendable {
  /// A piece of the line through two key-points, as shares of the way from `from` to `to`, with a radius in metres.
  public struct Bone: Sendable, Equatable {
    public var part: BodyPart
    public var from, to: KeyPoint
    public var start, end, radius: Float

    public init(
      _ part: BodyPart, _ from: KeyPoint, _ to: KeyPoint, _ start: Float, _ end: Float, _ radius: Float
    ) {
      (self.part, self.from, self.to) = (part, from, to)
      (self.start, self.end, self.radius) = (start, end, radius)
    }
  }

  public let bones: [Bone]

  public init(_ bones: [Bone]) { self.bones = bones }

  /// Labels a crop as ``DepthCrop`` cut it.
  /// - Parameters:
  ///   - crop: `[72, 72]`; cells of value 1 become ``PartLabels/background``.
  ///   - points: `[18, 3]` key-points in metres relative to the crop's centre, in the mirrored picture's frame.
  ///   - centre: the crop's centre in metres in the mirrored picture's camera frame; zero where it is not known, which counts
  ///     as far away.
  ///   - labels: `[72, 72]`; all ``PartLabels/ignored`` on the body where no key-point is known.
  ///
  /// Bones with an unknown key-point (NaN) take part in nothing. About 0.3 ms a crop.
  public func label(
    _ crop: Span<Float>, points: Span<Float>, centre: SIMD3<Float>, into labels: inout MutableSpan<UInt8>
  ) {
    let size = DepthCrop.size
    precondition(
      crop.count == size * size && labels.count == crop.count && points.count == KeyPoint.count * 3,
      "a crop has 72 x 72 values and 18 key-points")
    let capsules = capsules(points)
    for row in 0..<size {
      let y = (1 - (Float(row) + 0.5) * (2 / Float(size))) * DepthCrop.halfSize
      for column in 0..<size {
        let cell = row &* size &+ column
        guard crop[cell] < 1 else {
          labels[cell] = PartLabels.background
          continue
        }
        let x = ((Float(column) + 0.5) * (2 / Float(size)) - 1) * DepthCrop.halfSize
        let z = crop[cell] * DepthCrop.halfSize
        // A cell looks along the camera's ray through its place at the centre's depth.
        let further = centre.z > 0 ? z / centre.z : 0
        let place = SIMD3(x + (x + centre.x) * further, y + (y + centre.y) * further, z)
        labels[cell] = Self.nearest(capsules, to: place)
      }
    }
  }

  private struct Capsule {
    let start, along: SIMD3<Float>
    let inverseSquare, radius: Float
    let part: UInt8
  }

  private func capsules(_ points: Span<Float>) -> [Capsule] {
    func place(_ point: KeyPoint) -> SIMD3<Float> {
      let base = point.rawValue * 3
      return SIMD3(points[base], points[base + 1], points[base + 2])
    }
    return bones.compactMap { bone in
      let (from, to) = (place(bone.from), place(bone.to))
      guard (from + to).sum().isFinite else { return nil }
      let start = from + (to - from) * bone.start
      let along = (to - from) * (bone.end - bone.start)
      let square = (along * along).sum()
      return Capsule(
        start: start, along: along, inverseSquare: square > 0 ? 1 / square : 0, radius: bone.radius,
        part: bone.part.rawValue)
    }
  }

  private static func nearest(_ capsules: [Capsule], to place: SIMD3<Float>) -> UInt8 {
    var best = Float.infinity
    var label = PartLabels.ignored
    for capsule in capsules {
      let offset = place - capsule.start
      let share = max(0, min(1, (offset * capsule.along).sum() * capsule.inverseSquare))
      let rest = offset - capsule.along * share
      let distance = (rest * rest).sum().squareRoot() - capsule.radius
      if distance < best { (best, label) = (distance, capsule.part) }
    }
    return label
  }
}
