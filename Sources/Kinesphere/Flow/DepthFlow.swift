/// Optical flow of depth frames: a pixel moved where its reading exists and its flow is long (paper section 3.2,
/// doi:10.3389/fnbot.2026.1743288).
///
/// Flow needs a picture; the nearer, the brighter: gray = 255 · ``nearest`` / depth, at most 255. The noise of a
/// triangulating sensor, which grows with depth's square, is then the same everywhere. A pixel without a reading keeps its
/// last one for ``patience`` frames, so that hair and black furniture, which flicker, are not motion; after that it is black.
/// The flow goes from the frame given to the one before, so that the mask lies where the dancer is now, without delay.
///
/// Depth has little texture: the mask reaches some pixels beyond a rim, up to a patch of the halved picture, 16, and motion
/// along the axis is seen worse than by ``DepthDifference``, which is ten times as fast. For a camera that stands take
/// ``BodyDetector``. About 2 ms a frame at 320 x 240.
public struct DepthFlow: MotionMask {
  /// Pixels per frame above which a pixel moved.
  public let threshold: Float
  /// Millimetres at and below which depth is white.
  public let nearest: Float
  /// Frames for which a missing reading is taken for the last one; 0 for recordings that are segmented, in which
  /// nothing behind the dancer has readings.
  public let patience: UInt8
  public var delay: Int { 0 }
  private var flow: DenseFlow
  private var now: Plane<UInt8>
  private var previous: Plane<UInt8>
  /// For how many frames each pixel's reading has been missing, up to ``patience``.
  private var missing: Plane<UInt8>
  private var readings: PixelMask
  private var hasPrevious = false

  public init(
    width: Int, height: Int, threshold: Float = 0.6, nearest: Float = 1000, patience: UInt8 = 5,
    configuration: DenseFlow.Configuration = .noisy(1)
  ) {
    precondition(nearest > 0 && nearest.isFinite, "the nearest depth is a distance")
    self.threshold = threshold
    self.nearest = nearest
    self.patience = patience
    flow = DenseFlow(width: width, height: height, configuration: configuration)
    now = Plane(width: width, height: height, repeating: 0)
    previous = now
    missing = now
    readings = PixelMask(width: width, height: height)
  }

  public mutating func markMotion(of frame: DepthFrame, in mask: inout PixelMask) -> Int {
    now.takeNearness(
      of: frame.depth, before: previous, missing: &missing, nearest: nearest, patience: patience)
    defer {
      swap(&now, &previous)
      hasPrevious = true
    }
    guard hasPrevious else { return 1 }
    flow.estimate(from: now, to: previous)
    flow.mark(&mask, longerThan: threshold)
    readings.markReadings(of: frame.depth)
    mask.intersect(readings)
    return 0
  }
}

extension Plane<UInt8> {
  /// 255 · nearest / depth, at most 255; without a reading the gray before, while it has been missing for less than
  /// `patience` frames.
  fileprivate mutating func takeNearness(
    of depth: Plane<UInt16>, before: Plane<UInt8>, missing: inout Plane<UInt8>, nearest: Float,
    patience: UInt8
  ) {
    precondition(depth.width == width && depth.height == height, "the picture's size is the flow's")
    let scale = 255 * nearest
    depth.withPixels { depths in
      before.withPixels { before in
        missing.withMutablePixels { missing in
          withMutablePixels { now in
            for index in depths.indices {
              let depth = depths[index]
              // Both ways without a branch: readings flicker.
              let gray = UInt8(min(scale / Float(max(depth, 1)), 255))
              let lasting = missing[index] < patience ? before[index] : 0
              now[index] = depth == 0 ? lasting : gray
              missing[index] = depth == 0 ? min(missing[index] &+ 1, patience) : 0
            }
          }
        }
      }
    }
  }
}
