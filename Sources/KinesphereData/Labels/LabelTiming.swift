import Kinesphere

/// How a data set's skeletons lie in time to its depth.
///
/// The tracker's skeletons of UTD-MHAD and MSR-Action3D were stored beside the depth frame by frame, but not of the same
/// instants: where a hand moves fast, the label of a frame lies beside the hand. How far they are apart was measured on the
/// training subjects alone, by where moved skeletons fall into the silhouette most often (`kinesphere evaluate
/// utd-label-timing FOLDER`, `msr-label-timing`).
public enum LabelTiming: String, Sendable, Codable {
  /// Each depth frame gets the skeleton of its own instant, between two skeletons.
  case aligned
  /// Frame by frame, as the files have them.
  case asRecorded = "as recorded"

  /// Frames from a depth frame's own number to the skeleton of its instant: above 0 where that stands later in the file, below 0
  /// where it stands before.
  public func shift(of dataSet: SequenceName.DataSet) -> Double {
    guard self == .aligned else { return 0 }
    return switch dataSet {
    case .utdMHAD: -1.6
    case .msrAction3D: 0.6
    case .synthetic: 0
    }
  }
}

extension Motion {
  /// The poses `frames` frames later (below 0: earlier) at the same times, between two by a straight line. Before the first
  /// pose and after the last these are held; a key-point is missing where one of the two between which it lies is.
  public func shifted(byFrames frames: Double) -> Motion {
    guard frames != 0, count > 0 else { return self }
    var moved = Motion()
    moved.times.reserveCapacity(count)
    moved.poses.reserveCapacity(count)
    for index in 0..<count {
      let place = min(max(Double(index) + frames, 0), Double(count - 1))
      let first = Int(place)
      let second = min(first + 1, count - 1)
      moved.append(
        poses[first].mixed(with: poses[second], share: Float(place - Double(first))), at: times[index])
    }
    return moved
  }
}

extension Pose {
  /// The pose that lies `share` of the way to another.
  fileprivate func mixed(with other: Pose, share: Float) -> Pose {
    guard share > 0 else { return self }
    var pose = self
    for point in 0..<KeyPoint.count {
      pose.points[point] += (other.points[point] - points[point]) * share
      pose.confidence[point] = min(confidence[point], other.confidence[point])
    }
    return pose
  }
}
