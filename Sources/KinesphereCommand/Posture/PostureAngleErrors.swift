import KinesphereMovement

/// Sums of errors per joint, both sides together.
struct PostureAngleErrors {
  private(set) var frames = 0
  private var all: [PostureJoint: [Float]] = [:]
  private var confident: [PostureJoint: [Float]] = [:]

  mutating func add(_ angles: PostureAngles, truth: PostureAngles) {
    frames += 1
    for angle in PostureAngle.all {
      var error = abs(angles[angle] - truth[angle])
      if error > 180 { error = 360 - error }
      guard error.isFinite else { continue }
      all[angle.joint, default: []].append(error)
      guard angles.confidence[angle.index] >= PostureReviewer.Configuration().threshold else { continue }
      confident[angle.joint, default: []].append(error)
    }
  }

  var rows: [PostureMeasured.Angle] {
    PostureJoint.allCases.compactMap { joint in
      guard let errors = all[joint], !errors.isEmpty else { return nil }
      let sure = (confident[joint] ?? []).sorted()
      return PostureMeasured.Angle(
        joint: joint, mean: Self.mean(errors), judged: Double(sure.count) / Double(errors.count),
        judgedMean: Self.mean(sure), judgedMedian: Self.quantile(sure, 0.5),
        judgedNinetieth: Self.quantile(sure, 0.9))
    }
  }

  private static func mean(_ values: [Float]) -> Double {
    values.isEmpty ? 0 : Double(values.reduce(0, +)) / Double(values.count)
  }

  private static func quantile(_ sorted: [Float], _ share: Double) -> Double {
    sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
  }
}
