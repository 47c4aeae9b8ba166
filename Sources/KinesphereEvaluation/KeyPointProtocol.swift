import Foundation
import Kinesphere
import KinesphereData

/// Who trains and who is tested when key-points are scored on a public data set.
///
/// Conventions and baselines are learned on the training subjects' frames; the test subjects are only scored.
public struct KeyPointProtocol: Sendable {
  public let name: String
  public let dataSet: SequenceName.DataSet
  public let trainSubjects: Set<Int>
  public let testSubjects: Set<Int>
  /// True where poses are compared relative to their pelvis, because the data set's absolute depth is not metric.
  public let isRelative: Bool
  /// Whether ``KinectConvention`` is that of the data set's labels; MSR-Action3D's skeletons are of another kind.
  public let hasKinectConvention: Bool
  /// The data set's camera.
  public var camera: Camera { .kinect1 }

  /// UTD-MHAD: subjects 1, 3, 5, 7 against 2, 4, 6; metres in the camera frame.
  public static let utd = KeyPointProtocol(
    name: "utd-key-points", dataSet: .utdMHAD, trainSubjects: [1, 3, 5, 7], testSubjects: [2, 4, 6],
    isRelative: false, hasKinectConvention: true)

  /// MSR-Action3D: odd against even subjects; relative to the pelvis, as its depth unit is not documented.
  public static let msr = KeyPointProtocol(
    name: "msr-key-points", dataSet: .msrAction3D, trainSubjects: [1, 3, 5, 7, 9],
    testSubjects: [2, 4, 6, 8, 10], isRelative: true, hasKinectConvention: false)

  public static let all = [utd, msr]
}

/// One recording of a data set, with what its name says.
public struct NamedRecording: Sendable {
  public let path: String
  public let name: SequenceName

  /// The recordings of `dataSet` anywhere below `folder`, by action, subject and trial.
  public static func list(in folder: String, of dataSet: SequenceName.DataSet) throws -> [NamedRecording] {
    try survey(folder, of: dataSet).recordings
  }

  /// The same, and the depth files whose names say no sequence of the data set. Throws where a sequence is there twice.
  public static func survey(
    _ folder: String, of dataSet: SequenceName.DataSet
  ) throws -> (recordings: [NamedRecording], unnamed: [String]) {
    let manager = FileManager.default
    // A missing folder's walk is an empty one, not nil.
    guard manager.isReadableFile(atPath: folder), let walk = manager.enumerator(atPath: folder) else {
      throw EvaluationError(file: folder, expected: "a folder of recordings", actual: "it cannot be read")
    }
    var found: [NamedRecording] = []
    var unnamed: [String] = []
    for case let file as String in walk {
      let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      guard stem.hasSuffix("depth") else { continue }
      if let name = SequenceName(stem), name.dataSet == dataSet,
        (1...dataSet.actionNames.count).contains(name.action)
      {
        found.append(NamedRecording(path: folder + "/" + file, name: name))
      } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        unnamed.append(file)
      }
    }
    guard !found.isEmpty else {
      throw EvaluationError(
        file: folder, expected: "depth recordings of \(dataSet.rawValue)", actual: "none is below this folder"
      )
    }
    found.sort {
      ($0.name.action, $0.name.subject, $0.name.trial, $0.path) < (
        $1.name.action, $1.name.subject, $1.name.trial, $1.path
      )
    }
    for (first, second) in zip(found, found.dropFirst()) where first.name == second.name {
      throw EvaluationError(
        file: second.path, expected: "each sequence once", actual: "\(first.name) is also \(first.path)")
    }
    return (found, unnamed.sorted())
  }
}

/// What cannot be evaluated, and why.
public struct EvaluationError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let expected: String
  public let actual: String

  public init(file: String, expected: String, actual: String) {
    self.file = file
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(file): expected \(expected), but \(actual)" }
}
