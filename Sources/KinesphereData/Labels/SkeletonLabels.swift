import Foundation
import Kinesphere

/// The skeleton that comes with a recording.
///
/// In MSR-Action3D and UTD-MHAD it is the Kinect tracker's output, not motion capture.
public struct SkeletonLabels: Sendable {
  /// 18 key-points a frame, metres, camera frame; NaN where the tracker gave none. Hands are left out.
  public let motion: Motion
  /// The file they come from.
  public let file: String
  /// Where the joints lie on the body.
  public let convention: TakeDescription.Convention
  /// Key-points that the file gives as NaN or infinite; they are missing in ``motion``.
  public let notANumber: Int

  init(motion: Motion, file: String, convention: TakeDescription.Convention, notANumber: Int = 0) {
    self.notANumber = notANumber
    self.motion = motion
    self.file = file
    self.convention = convention
  }

  /// Finds and reads the 3-D skeleton that lies beside a recording; nil where there is none.
  ///
  /// Looked for are MSR-Action3D's `NAME_skeleton3D.txt` and UTD-MHAD's `NAME_skeleton.mat`, in the
  /// recording's folder and in the data sets' own folders beside it. A take carries its own, see ``TakeWriter``.
  /// `rate` in Hz gives the times; `timing` says whether data sets' skeletons are moved to the instants of the depth.
  public static func beside(
    _ recording: String, rate: Double, timing: LabelTiming = .asRecorded
  ) throws(RecordingError) -> SkeletonLabels? {
    if Take.recognises(recording) { return try SkeletonLabels(take: recording) }
    guard let name = SequenceName(InputFile.stem(recording)), let file = Self.file(beside: recording) else {
      return nil
    }
    let labels =
      try name.dataSet == .msrAction3D
      ? SkeletonLabels(msrReal3D: file, rate: rate) : SkeletonLabels(utd: file, rate: rate)
    return labels.moved(by: timing.shift(of: name.dataSet))
  }

  /// The file of a data set with the skeleton of a recording; nil where there is none.
  public static func file(beside recording: String) -> String? {
    guard let name = SequenceName(InputFile.stem(recording)) else { return nil }
    return switch name.dataSet {
    case .msrAction3D:
      LabelFiles.find("\(name)_skeleton3D.txt", in: LabelFiles.msrReal3D, beside: recording)
    case .utdMHAD: LabelFiles.find("\(name)_skeleton.mat", in: LabelFiles.utdSkeleton, beside: recording)
    case .synthetic: nil
    }
  }

  private func moved(by frames: Double) -> SkeletonLabels {
    SkeletonLabels(
      motion: motion.shifted(byFrames: frames), file: file, convention: convention, notANumber: notANumber)
  }

  /// Reads MSR-Action3D's `_skeleton3D.txt`: 20 lines `x y z confidence` a frame, metres.
  ///
  /// A joint at exactly (0, 0, 0) is missing, so a frame of zeros has no key-point.
  public init(msrReal3D file: String, rate: Double) throws(RecordingError) {
    let rows = try MSRSkeletonText.rows(of: file)
    var motion = Motion()
    var notANumber = 0
    for frame in 0..<rows.count / 20 {
      var pose = Pose()
      for (joint, point) in zip(MSRSkeletonText.joints, KeyPoint.allCases) {
        let row = rows[frame * 20 + joint]
        let place = SIMD3(row.x, row.y, row.z)
        guard place.x.isFinite, place.y.isFinite, place.z.isFinite else {
          notANumber += 1
          continue
        }
        guard place != .zero else { continue }
        pose[point] = place
        pose.confidence[point.rawValue] = row.w.isFinite ? min(max(row.w, 0), 1) : 0
      }
      motion.append(pose, at: Double(frame) / rate)
    }
    self.init(motion: motion, file: file, convention: .kinect, notANumber: notANumber)
  }

  /// Reads UTD-MHAD's `_skeleton.mat`: `d_skel` `[20, 3, frames]`, metres.
  public init(utd file: String, rate: Double) throws(RecordingError) {
    let array = try MATFile(InputFile(file)).array(named: "d_skel")
    let shape = array.dimensions + (array.dimensions.count == 2 ? [1] : [])
    guard shape.count == 3, shape[0] == 20, shape[1] == 3 else {
      throw RecordingError(
        .invalid, file: file, expected: "d_skel [20, 3, frames]",
        actual: "it is [\(array.dimensions.map(String.init).joined(separator: ", "))]")
    }
    let values = try array.numbers()
    var motion = Motion()
    var notANumber = 0
    for frame in 0..<shape[2] {
      var pose = Pose()
      for (joint, point) in zip(Self.utdJoints, KeyPoint.allCases) {
        let base = frame * 60 + joint
        let place = SIMD3(Float(values[base]), Float(values[base + 20]), Float(values[base + 40]))
        guard place.x.isFinite, place.y.isFinite, place.z.isFinite else {
          notANumber += 1
          continue
        }
        guard place != .zero else { continue }
        pose[point] = place
        pose.confidence[point.rawValue] = 1
      }
      motion.append(pose, at: Double(frame) / rate)
    }
    self.init(motion: motion, file: file, convention: .kinect, notANumber: notANumber)
  }

  /// UTD-MHAD's row for each key-point in ``KeyPoint`` order.
  static let utdJoints = [0, 1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 8, 9, 10, 16, 17, 18, 19]
}
