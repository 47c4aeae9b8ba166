import Foundation

/// Where the data sets lie on this machine: flags first, then folders that may hold any of them.
public struct DataLocations: Sendable {
  /// Folder of each set by its name in recipes: `utd`, `msr`, `cmu`.
  public var folders: [String: String]
  /// Folders that may hold `utd`, `msr`, `cmu`, the first that does counts.
  public var roots: [String]

  public init(folders: [String: String] = [:], roots: [String] = []) {
    self.folders = folders
    self.roots = roots
  }

  /// The folder of a set; throws with the way to get it where there is none.
  public func folder(of set: String) throws(TrainingError) -> String {
    if let folder = folders[set] {
      guard FileManager.default.fileExists(atPath: folder) else {
        throw TrainingError(.data, at: folder, expected: "the folder of `\(set)`", actual: "there is none")
      }
      return folder
    }
    if let root = roots.first(where: { FileManager.default.fileExists(atPath: "\($0)/\(set)") }) {
      return "\(root)/\(set)"
    }
    throw TrainingError(
      .data, at: "data set `\(set)`",
      expected: "--data \(set)=FOLDER, or .data/sets/\(set) (scripts/unpack-data); \(Self.hint(set))",
      actual: "there is neither")
  }

  private static func hint(_ set: String) -> String {
    switch set {
    case "utd": "UTD-MHAD as distributed, or `unpack.py utd FOLDER`: Depth/*.mat and Skeleton/*.mat"
    case "msr": "MSR-Action3D as distributed, or `unpack.py msr FOLDER`: Depth/*.bin and SkeletonReal3D/*.txt"
    case "cmu": "CMU's dances, or `unpack.py dance FOLDER`: cmu_dance_joints/*.skl"
    default: "recordings of any format, which need no labels"
    }
  }
}
