/// Chooses the regions of a labelled foreground that make up the dancers.
struct BodyParts: Sendable {
  /// Square metres and number of each body found, the largest first.
  private(set) var bodies: [(area: Float, body: Int)] = []
  private var regions: [Region] = []
  /// Mean depth of each run in millimetres; 0 where it has no reading.
  private var runDepths: [Float] = []

  init(width: Int, height: Int, mostBodies: Int) {
    let most = (width + 1) / 2 * height
    regions.reserveCapacity(((width + 1) / 2) * ((height + 1) / 2))
    runDepths.reserveCapacity(most)
    bodies.reserveCapacity(mostBodies)
  }

  /// Finds the largest region and what belongs to it, then the largest of what is left, until one is smaller than a
  /// body or there are enough; false where there is none.
  mutating func find(
    in depth: Plane<UInt16>, camera: Camera, labels: RunLabels, configuration: BodyDetector.Configuration
  ) -> Bool {
    measure(depth, labels: labels)
    bodies.removeAll(keepingCapacity: true)
    while bodies.count < configuration.mostBodies {
      let body = bodies.count
      guard let largest = largestRegion(camera) else { break }
      regions[largest].body = body
      joinNeighbours(of: body, labels: labels, camera: camera, configuration: configuration)
      var total: Float = 0
      for region in regions where region.body == body { total += region.area(camera) }
      guard total >= configuration.smallestBody else { break }
      bodies.append((total, body))
      // What it joined may have made it larger than those before it.
      var place = body
      while place > 0, bodies[place - 1].area < total {
        bodies.swapAt(place, place - 1)
        place -= 1
      }
    }
    return !bodies.isEmpty
  }

  /// Writes the body at a place in ``bodies`` into an empty silhouette.
  func fill(_ silhouette: inout Silhouette, place: Int, labels: RunLabels, camera: Camera) {
    let chosen = bodies[place].body
    var body = Region()
    for region in regions where region.body == chosen { body.merge(region) }
    let width = silhouette.mask.width
    silhouette.mask.withMutablePixels { pixels in
      for run in labels.runs where regions[Int(run.region)].body == chosen {
        let row = Int(run.row) &* width
        for index in row &+ Int(run.start)..<row &+ Int(run.end) { pixels[index] = 255 }
      }
    }
    silhouette.area = body.pixels
    silhouette.columns = Int(body.columns.lowerBound)..<Int(body.columns.upperBound)
    silhouette.rows = Int(body.rows.lowerBound)..<Int(body.rows.upperBound)
    silhouette.centroid = body.centroid(camera)
  }

  /// Sets exactly the pixels of all bodies.
  func mark(_ mask: inout PixelMask, labels: RunLabels) {
    mask.clear()
    for run in labels.runs {
      let body = regions[Int(run.region)].body
      if body >= 0, body < bodies.count { mask.set(Int(run.start)..<Int(run.end), row: Int(run.row)) }
    }
  }

  private func largestRegion(_ camera: Camera) -> Int? {
    var largest: Int?
    var largestArea: Float = 0
    for index in regions.indices where regions[index].body < 0 {
      let area = regions[index].area(camera)
      if area > largestArea {
        largestArea = area
        largest = index
      }
    }
    return largest
  }

  private mutating func measure(_ depth: Plane<UInt16>, labels: RunLabels) {
    regions.removeAll(keepingCapacity: true)
    runDepths.removeAll(keepingCapacity: true)
    for _ in 0..<labels.regionCount { regions.append(Region()) }
    let width = depth.width
    depth.withPixels { pixels in
      for run in labels.runs {
        let row = pixels.extracting(Int(run.row) &* width..<(Int(run.row) &+ 1) &* width)
        let sums = RunSums(run, in: row)
        runDepths.append(sums.mean)
        regions[Int(run.region)].add(run, sums)
      }
    }
  }

  private mutating func joinNeighbours(
    of body: Int, labels: RunLabels, camera: Camera, configuration: BodyDetector.Configuration
  ) {
    let distance = configuration.joinDistance * 1000
    var joined = true
    while joined {
      joined = false
      for index in regions.indices where regions[index].body < 0 {
        guard regions[index].area(camera) >= configuration.smallestPart else { continue }
        if touches(body, index, within: distance, labels: labels, camera: camera) {
          regions[index].body = body
          joined = true
        }
      }
    }
  }

  /// Whether any run of the region lies within `distance` millimetres of any run of the body. Runs are taken at
  /// their mean depth; the gap between two runs is measured across, up and away at the region's depth.
  private func touches(_ body: Int, _ index: Int, within distance: Float, labels: RunLabels, camera: Camera)
    -> Bool
  {
    let region = regions[index]
    guard boxesTouch(body, region, within: distance, camera: camera) else { return false }
    for row in Int(region.rows.lowerBound)..<Int(region.rows.upperBound) {
      for run in Int(labels.rowStarts[row])..<Int(labels.rowStarts[row + 1])
      where Int(labels.runs[run].region) == index && runDepths[run] > 0 {
        if runTouches(body, run, within: distance, labels: labels, camera: camera) { return true }
      }
    }
    return false
  }

  private func boxesTouch(_ body: Int, _ region: Region, within distance: Float, camera: Camera) -> Bool {
    let reach = distance * camera.focalX / max(region.depths.lowerBound, 1)
    for other in regions where other.body == body {
      let across = Self.gap(region.columns, other.columns)
      let up = Self.gap(region.rows, other.rows)
      let away = max(
        region.depths.lowerBound - other.depths.upperBound, other.depths.lowerBound - region.depths.upperBound
      )
      if across <= reach, up <= reach, away <= distance { return true }
    }
    return false
  }

  private func runTouches(
    _ body: Int, _ index: Int, within distance: Float, labels: RunLabels, camera: Camera
  ) -> Bool {
    let run = labels.runs[index]
    let depth = runDepths[index]
    let reach = Int(distance * camera.focalY / depth)
    let rows = max(Int(run.row) - reach, 0)...min(Int(run.row) + reach, labels.rowStarts.count - 2)
    for other in Int(labels.rowStarts[rows.lowerBound])..<Int(labels.rowStarts[rows.upperBound + 1]) {
      let candidate = labels.runs[other]
      guard regions[Int(candidate.region)].body == body, runDepths[other] > 0 else { continue }
      let across = Self.gap(run.start..<run.end, candidate.start..<candidate.end) * depth / camera.focalX
      let up = Float(abs(run.row - candidate.row)) * depth / camera.focalY
      let away = depth - runDepths[other]
      if across * across + up * up + away * away <= distance * distance { return true }
    }
    return false
  }

  /// Pixels between two ranges; 0 where they touch or overlap.
  private static func gap(_ a: Range<Int32>, _ b: Range<Int32>) -> Float {
    Float(max(a.lowerBound - b.upperBound, b.lowerBound - a.upperBound, 0))
  }
}
