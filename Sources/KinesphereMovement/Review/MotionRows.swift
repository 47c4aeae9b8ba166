import Kinesphere
import RealModule

/// A motion as rows that say how the body stands, wherever and however large it is and whichever way it faces.
///
/// 54 + 27 numbers a frame: key-points from the pelvis, turned to the dancer's heading, divided by the body's length; and the
/// angles, each in units of ``degreesPerUnit``. NaN where unknown.
struct MotionRows {
  static let width = 54 + 27
  /// Half a turn weighs as much as a body length.
  static let degreesPerUnit: Float = 180

  /// `[count, width]`.
  private(set) var values: [Float] = []
  private(set) var angles: [PostureAngles] = []
  let count: Int

  init(_ motion: Motion, view: PostureView) {
    count = motion.count
    let size = BodySize.length(motion)
    values.reserveCapacity(count * Self.width)
    var forwards = SIMD3<Float>(0, 0, -1)
    for pose in motion.poses {
      let flip = view.flip
      let axes = BodyAxes(up: view.up * flip, across: (pose[.rightHip] - pose[.leftHip]) * flip)
      if axes.forwards.x.isFinite { forwards = axes.forwards }
      let heading = BodyAxes(up: view.up * flip, across: forwards.cross(view.up * flip))
      for point in KeyPoint.allCases {
        let place = heading.local((pose[point] - pose[.pelvis]) * flip) / size
        values += [place.x, place.y, place.z]
      }
      let measured = PostureAngles(pose, view: view)
      for index in 0..<PostureAngle.count { values.append(measured.values[index] / Self.degreesPerUnit) }
      angles.append(measured)
    }
  }

  /// The distance of a row to one of another motion: the root of the mean square over what both know; 1 where nothing is.
  func distance(_ index: Int, to other: MotionRows, _ place: Int) -> Float {
    let (a, b) = (index * Self.width, place * Self.width)
    var (sum, known): (Float, Float) = (0, 0)
    for column in 0..<Self.width {
      let difference = values[a + column] - other.values[b + column]
      guard difference.isFinite else { continue }
      sum += difference * difference
      known += 1
    }
    return known > 0 ? (sum / known).squareRoot() : 1
  }
}
