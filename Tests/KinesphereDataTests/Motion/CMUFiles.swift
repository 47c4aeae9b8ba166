import Foundation

/// One of CMU's dances as it was published, and its joints as others computed them: `scripts/unpack-test-data` brings both.
struct CMUFiles {
  let amc: String
  let joints: String

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".data/cmu").path

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/05_02.skl") }

  init() { (amc, joints) = (Self.folder + "/05_02.amc", Self.folder + "/05_02.skl") }
}
