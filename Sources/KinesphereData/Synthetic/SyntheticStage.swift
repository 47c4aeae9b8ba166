import Kinesphere

/// A synthetic dancer before a depth camera: turns a person and a pose into a depth picture with its truth.
///
/// Space: poses are given in the *mirrored* camera frame, which is the dancer's own, right-handed one: x to the
/// right of a camera-facing dancer, y up, z away from the camera; whoever looks along -z faces it. For a
/// `camera.isMirrored` this is the camera frame itself; otherwise picture and truth are flipped left to right.
///
/// Owns all buffers and fills them anew with each ``film(person:pose:noise:faults:room:using:)``. About 0.4 ms a frame at
/// 320 x 240 on one core.
public struct SyntheticStage: Sendable {
  /// May change between frames, but not in size.
  public var camera: Camera {
    didSet {
      precondition(
        camera.width == oldValue.width && camera.height == oldValue.height, "a stage keeps its picture's size"
      )
      raster.camera = camera
    }
  }
  /// Readings in millimetres, 0 = none: of the dancer alone, or of the room too.
  public private(set) var depth: Plane<UInt16>
  /// The pixels whose reading is the dancer's: at the rim not always those that the clean picture gives the body.
  public private(set) var silhouette: Silhouette
  /// The anatomical key-points in the camera frame, metres; confidence 1 where the clean picture shows the joint's
  /// surface, else 0: hidden by another part, or outside the picture.
  public private(set) var truth = Pose()

  private(set) var body = PosedBody()
  private var raster: BodyRaster
  /// The part that each reading comes from, ``BodyPart`` raw values; ``BodyPart/none`` for no reading and for the room's.
  public private(set) var origins: Plane<UInt8>

  public init(camera: Camera = .kinect1) {
    self.camera = camera
    depth = Plane(width: camera.width, height: camera.height, repeating: 0)
    silhouette = Silhouette(width: camera.width, height: camera.height)
    raster = BodyRaster(camera: camera)
    origins = Plane(width: camera.width, height: camera.height, repeating: BodyPart.none)
  }

  /// The part of every pixel before noise, ``BodyPart`` raw values; ``BodyPart/none`` off the body.
  public var parts: Plane<UInt8> { raster.parts }

  /// The last picture as a frame; copies the plane.
  public func frame(at time: Double) -> DepthFrame { DepthFrame(depth: depth, camera: camera, time: time) }

  /// Films one frame. `pose` stands in the mirrored camera frame; parts of the body outside the picture are cut off.
  ///
  /// Without a room the picture is segmented: 0 off the dancer, as MSR's and UTD's recordings come. `faults` apply to
  /// segmented pictures only.
  public mutating func film(
    person: Person, pose: BodyPose, noise: SensorNoise = .kinect1, faults: SegmentationFaults = .none,
    room: SyntheticRoom? = nil, using generator: inout SeededGenerator
  ) {
    body.fill(person: person, pose: pose)
    raster.clear()
    raster.draw(body)
    tellTruth()
    let box = raster.box(around: body.vertices, margin: faults.margin(pictureWidth: camera.width))
    clearOutput()
    let everything = (0..<camera.width, 0..<camera.height)
    if let room {
      room.draw(into: &raster)
    } else {
      faults.spoil(&raster, body: body, columns: box.columns, rows: box.rows, using: &generator)
    }
    let (columns, rows) = room == nil ? (box.columns, box.rows) : everything
    let camera = camera
    raster.withPlanes { inverseDepth, parts in
      noise.castShadow(
        on: inverseDepth, columns: columns, rows: rows, width: camera.width, focal: camera.focalX,
        isMirrored: camera.isMirrored)
      depth.storage.withUnsafeMutableBufferPointer { depth in
        origins.storage.withUnsafeMutableBufferPointer { origins in
          noise.read(
            inverseDepth, labels: parts, into: depth, origins: origins, columns: columns, rows: rows,
            width: camera.width, height: camera.height, camera: camera, using: &generator)
        }
      }
    }
    outline(columns: box.columns, rows: box.rows, isSegmented: room == nil)
  }

  private mutating func clearOutput() {
    depth.storage.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    silhouette.mask.storage.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  /// Key-points, and which of them the clean picture shows.
  private mutating func tellTruth() {
    truth = body.keyPoints
    for index in 0..<KeyPoint.count {
      if !camera.isMirrored { truth.points[index].x *= -1 }
      truth.confidence[index] = raster.shows(KeyPoint.allCases[index], at: truth.points[index]) ? 1 : 0
    }
  }

  /// Fills the silhouette from the readings: in a segmented picture all of them, in a room those on the body.
  private mutating func outline(columns: Range<Int>, rows: Range<Int>, isSegmented: Bool) {
    let camera = camera
    let width = camera.width
    var area = 0
    var (left, right, top, bottom) = (Int.max, -1, Int.max, -1)
    var sum = SIMD3<Float>.zero
    do {
      let (picture, labels) = (depth, origins)
      let (readings, parts) = (picture.storage.span, labels.storage.span)
      var mask = silhouette.mask.storage.mutableSpan
      for y in rows {
        let before = area
        for x in columns {
          let pixel = y &* width &+ x
          guard readings[pixel] != 0, isSegmented || parts[pixel] != BodyPart.none else { continue }
          mask[pixel] = 255
          area &+= 1
          left = min(left, x)
          right = max(right, x)
          sum += camera.unproject(
            u: Float(x) + 0.5, v: Float(y) + 0.5, depth: Float(readings[pixel]) * 0.001)
        }
        if area > before {
          top = min(top, y)
          bottom = y
        }
      }
    }
    silhouette.area = area
    silhouette.columns = area > 0 ? left..<right + 1 : 0..<0
    silhouette.rows = area > 0 ? top..<bottom + 1 : 0..<0
    silhouette.centroid = area > 0 ? sum / Float(area) : SIMD3(repeating: .nan)
  }
}

extension BodyRaster {
  /// The smallest box of pixels around points in the mirrored camera frame, widened by a margin and cut to the
  /// picture; empty where none falls in it.
  func box(around points: [SIMD3<Float>], margin: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    let flip = SIMD3<Float>(camera.isMirrored ? 1 : -1, 1, 1)
    for point in points where point.z >= Self.nearest {
      let place = camera.project(point * flip)
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    return (
      Self.pixels(low.x, high.x, margin: margin, count: camera.width),
      Self.pixels(low.y, high.y, margin: margin, count: camera.height)
    )
  }

  private static func pixels(_ low: Float, _ high: Float, margin: Int, count: Int) -> Range<Int> {
    guard low <= high else { return 0..<0 }
    let limit = Float(count)
    let start = max(0, min(limit, low.rounded(.down) - Float(margin)))
    let end = max(start, min(limit, high.rounded(.up) + Float(margin)))
    return Int(start)..<Int(end)
  }
}
