/// Fills small holes of a mask: regions of unset pixels that do not reach the picture's border.
///
/// Sensors lose readings on hair, shiny cloth and in shadows. A hole's area is measured in square metres on the
/// surface around it (each run of the hole at the depth of the set pixel left of it), so the same hole is filled
/// near and far, and the gap between an arm and the trunk stays open.
struct HoleFiller: Sendable {
  private var labels: RunLabels
  /// Per region: square millimetres times the product of the focal lengths; negative where it reaches the border.
  private var areas: [Float] = []

  init(width: Int, height: Int) {
    labels = RunLabels(width: width, height: height)
    areas.reserveCapacity((width * height + 1) / 2)
  }

  /// Sets the pixels of every hole of at most `largest` square metres.
  mutating func fill(_ mask: inout PixelMask, depth: Plane<UInt16>, camera: Camera, upTo largest: Float) {
    // Holes are 4-connected because the body is 8-connected: a diagonal chain of set pixels is a closed wall.
    labels.label(mask, complement: true, diagonal: false)
    measure(mask, depth: depth)
    let limit = largest * 1e6 * camera.focalX * camera.focalY
    for index in labels.runs.indices {
      let run = labels.runs[index]
      let area = areas[Int(run.region)]
      if area >= 0, area <= limit { mask.set(Int(run.start)..<Int(run.end), row: Int(run.row)) }
    }
  }

  private mutating func measure(_ mask: PixelMask, depth: Plane<UInt16>) {
    areas.removeAll(keepingCapacity: true)
    for _ in 0..<labels.regionCount { areas.append(0) }
    let width = Int32(mask.width)
    let lastRow = Int32(mask.height - 1)
    for index in labels.runs.indices {
      let run = labels.runs[index]
      let region = Int(run.region)
      if run.row == 0 || run.row == lastRow || run.start == 0 || run.end == width {
        areas[region] = -.infinity
      } else {
        let row = Int(run.row) &* mask.width
        let left = depth.storage[row &+ Int(run.start) &- 1]
        let distance = Float(left > 0 ? left : depth.storage[row &+ Int(run.end)])
        areas[region] += Float(run.count) * distance * distance
      }
    }
  }
}
