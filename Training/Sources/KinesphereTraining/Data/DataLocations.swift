import Foundation

/// Where the data sets lie on this machine: flags first, then the folder named by `KINESPHERE_DATA`.
public struct DataLocations: Sendable {
  /// Folder of each set by its name in recipes: `utd`, `msr`, `cmu`.
  public var folders: [String: String]
  /// Folder that may hold `utd`, `msr`, `cmu`.
  public var root: String?

  public init(folders: [String: String] = [:], root: String? = nil) {
    self.folders = folders
    self.root = root
  }

  /// The folder of a set; throws with the way to get it where there is none.
  public func folder(of set: String) throws(TrainingError) -> String {
    if let folder = folders[set] {
      guard FileManager.default.fileExists(atPath: folder) else {
        throw TrainingError(.data, at: folder, expected: "the folder of `\(set)`", actual: "there is none")
      }
      return folder
    }
    if let root, FileManager.default.fileExists(atPath: "\(root)/\(set)") { return "\(root)/\(set)" }
    throw TrainingError(
      .data, at: "data set `\(set)`",
      expected: "--data \(set)=FOLDER, or KINESPHERE_DATA=FOLDER with \(set)/ in it; \(Self.hint(set))",
      actual: "neither is given")
  }

  private static func hint(_ set: String) -> String {
    switch set {
    case "utd": "UTD-MHAD as distributed, or `unpack.py utd FOLDER`: Depth/*.mat and Skeleton/*.mat"
    case "msr": "MSR-Action3D as distributed, or `unpack.py msr FOLDER`: Depth/*.bin and SkeletonReal3D/*.txt"
    default: "CMU's dances, or `unpack.py dance FOLDER`: cmu_dance_joints/*.skl"
    }
  }
}
