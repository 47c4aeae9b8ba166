/// Estimates ``BodyMeasures`` from the dancer's silhouette in a depth frame.
///
/// 1. One pass sums every row of the silhouette (``SilhouetteRows``): place, depth, width.
/// 2. The trunk's axis is the columns' centre of the upper rows, tall columns weighing most (a raised arm is
///    thin there); the crown is the highest pixel on it.
/// 3. Stature is the height from crown to lowest row, remembered: it rises within 0.3 s and falls over 20 s, so a
///    dancer who crouches keeps it. The trunk does not shorten either: the pelvis lies 0.47 statures below the
///    crown (Drillis and Contini 1966: hips at 0.53 of stature).
/// 4. Below the pelvis the silhouette is split in two legs (``LegLine``), each a line of row centres in space.
/// 5. The shoulders' heights are the silhouette's upper edge 10 to 17 cm left and right of the axis.
///
/// It assumes a dancer who faces the camera upright, within about 45 degrees: a silhouette does not tell left from
/// right when turned away. Row sums and legs cost one pass over the silhouette's box each.
struct SilhouetteMeasurement: Sendable {
  private var rows: SilhouetteRows
  private var left: LegLine
  private var right: LegLine
  private var stature: Float = .nan
  private var previousTime = 0.0

  init(width: Int, height: Int) {
    rows = SilhouetteRows(width: width, height: height)
    left = LegLine(capacity: height)
    right = LegLine(capacity: height)
  }

  /// Forgets the stature.
  mutating func reset() { stature = .nan }

  /// The measures of one frame; nil where the silhouette is empty or has no reading.
  mutating func measure(_ silhouette: Silhouette, in frame: DepthFrame) -> BodyMeasures? {
    precondition(
      silhouette.mask.width == rows.width && silhouette.mask.height == rows.height,
      "the channels measure pictures of their own size")
    guard !silhouette.isEmpty, rows.scan(silhouette, in: frame) else { return nil }
    let camera = frame.camera
    let body = rows.body
    let scale = camera.focalY / body.depth
    let head = HeadAndNeck(silhouette, axis: Int(rows.axis), perMetre: scale)
    updateStature(Float(silhouette.rows.upperBound - head.crownRow) / scale, at: frame.time)

    var measures = BodyMeasures()
    measures.centre = silhouette.centroid
    measures.profile = (body.high.x - body.low.x) / max(body.high.y - body.low.y, 0.01)
    let pelvisRow = head.crownRow + Int(0.47 * stature * scale)
    measureShoulders(silhouette, in: frame, head: head, pelvisRow: pelvisRow, into: &measures)
    measureLegs(silhouette, in: frame, pelvisRow: pelvisRow, into: &measures)
    return measures
  }

  private mutating func updateStature(_ height: Float, at time: Double) {
    let seen = min(max(height, 1), 2.2)
    if stature.isFinite {
      let interval = Float(max(time - previousTime, 0))
      let share = Smoothing.share(interval: interval, constant: seen > stature ? 0.3 : 20)
      stature += share * (seen - stature)
    } else {
      stature = seen
    }
    previousTime = time
  }

  private func measureShoulders(
    _ silhouette: Silhouette, in frame: DepthFrame, head: HeadAndNeck, pelvisRow: Int,
    into measures: inout BodyMeasures
  ) {
    let perMetre = frame.camera.focalX / rows.body.depth
    let near = Int((0.10 * perMetre).rounded()), far = Int((0.17 * perMetre).rounded())
    let neck = head.neckColumn
    let limit = min(pelvisRow, silhouette.rows.upperBound)
    let west = rows.edge(
      of: silhouette, in: frame, columns: neck - far..<neck - near + 1, below: head.neckRow, above: limit)
    let east = rows.edge(
      of: silhouette, in: frame, columns: neck + near..<neck + far + 1, below: head.neckRow, above: limit)
    let pelvis = frame.camera.unproject(u: 0, v: Float(pelvisRow), depth: rows.body.depth).y
    let (left, right) = frame.camera.isMirrored ? (west, east) : (east, west)
    measures.symmetry = BodyMeasures.symmetry(left: left - pelvis, right: right - pelvis)
  }

  private mutating func measureLegs(
    _ silhouette: Silhouette, in frame: DepthFrame, pelvisRow: Int, into measures: inout BodyMeasures
  ) {
    let perMetre = frame.camera.focalX / rows.body.depth
    // At least the lowest tenth of a stature is leg, whatever the proportions say.
    let least = silhouette.rows.upperBound - Int(0.1 * stature * perMetre)
    let first = max(min(pelvisRow, least), silhouette.rows.lowerBound)
    left.removeAll()
    right.removeAll()
    rows.split(
      silhouette, in: frame, from: first, reach: Int(0.15 * perMetre),
      left: &left, right: &right)
    let foot = 0.05 * stature
    measures.leftSwing = left.bend(withoutFoot: foot)
    measures.rightSwing = right.bend(withoutFoot: foot)
    let between = left.ankle(foot: foot) - right.ankle(foot: foot)
    measures.legSpread = (between.x * between.x + between.z * between.z).squareRoot()
  }
}
