import Kinesphere
import KinesphereEvaluation

/// The report's curves: the seven motion channels as they are, then the joint angles in degrees.
enum ReportCurves {
  static let all = [
    CurveDescription(title: "limb swing", unit: "rad", columns: [0, 1]),
    CurveDescription(title: "gait phase", unit: "cycles", columns: [2], isCyclic: true),
    CurveDescription(title: "torso symmetry", unit: "left − right shoulder, ratio", columns: [3]),
    CurveDescription(title: "profile projection", unit: "width : height", columns: [4]),
    CurveDescription(title: "horizontal speed", unit: "m/s", columns: [5]),
    CurveDescription(title: "vertical speed", unit: "m/s", columns: [6]),
    CurveDescription(title: "elbow flexion", unit: "°", columns: [7, 8]),
    CurveDescription(title: "knee flexion", unit: "°", columns: [9, 10]),
    CurveDescription(title: "hip", unit: "°", columns: [11, 12]),
    CurveDescription(title: "arm elevation", unit: "°", columns: [13, 14]),
    CurveDescription(title: "trunk lean", unit: "°", columns: [15]),
  ]

  /// The columns of one frame; NaN without a pose.
  static func values(_ tracked: TrackedFrame) -> [Float] {
    let angles = JointAngles(tracked.pose).values
    var values: [Float] = []
    values.reserveCapacity(7 + 9)
    for channel in 0..<7 { values.append(tracked.channels[channel]) }
    for angle in 0..<9 { values.append(angles[angle] * 180 / .pi) }
    return values
  }
}
