import Foundation

/// Where data sets put what belongs to a recording: in its own folder, or in one beside that.
enum LabelFiles {
  static let msrReal3D = ["SkeletonReal3D", "MSRAction3DSkeletonReal3D"]
  static let msrPixels = ["Skeleton20", "MSRAction3DSkeleton(20joints)"]
  static let utdSkeleton = ["Skeleton"]
  static let utdInertial = ["Inertial"]

  /// The file of this name in the recording's folder or in one of `folders` beside it; nil where there is none.
  static func find(_ name: String, in folders: [String], beside recording: String) -> String? {
    let folder = URL(fileURLWithPath: recording).deletingLastPathComponent()
    let places = [folder] + folders.map { folder.deletingLastPathComponent().appendingPathComponent($0) }
    return places.map { $0.appendingPathComponent(name).path }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }
}
