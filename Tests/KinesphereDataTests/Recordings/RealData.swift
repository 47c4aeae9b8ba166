import Foundation

/// Unpacked recordings of MSR-Action3D and UTD-MHAD, where this checkout has them (`scripts/unpack-test-data`).
enum RealData {
  static let folder: URL? = {
    let environment = ProcessInfo.processInfo.environment["KINESPHERE_TEST_DATA"]
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = environment.map { URL(fileURLWithPath: $0) } ?? repository.appendingPathComponent(".data")
    let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("msr/Depth").path)
    if !isThere { print("Real recordings are absent: their tests are skipped (scripts/unpack-test-data)") }
    return isThere ? folder : nil
  }()

  static var isPresent: Bool { folder != nil }

  /// The path of a file in the folder; call only where data is present.
  static func path(_ name: String) -> String { (folder?.appendingPathComponent(name).path) ?? name }

  static let msr = "msr/Depth/a01_s01_e01_sdepth.bin"
  static let utd = "utd/Depth/a1_s1_t1_depth.mat"
}
