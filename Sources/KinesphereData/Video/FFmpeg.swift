import Foundation

/// Where ffmpeg and ffprobe are, and how long they may keep silent.
public struct FFmpeg: Sendable, Equatable {
  /// A name that is looked for on the search path, or a path.
  public var executable: String
  /// ffmpeg's companion that says what a file holds.
  public var probe: String
  /// Seconds without a byte after which a child process counts as stalled.
  public var patience: Double

  public init(executable: String = "ffmpeg", probe: String? = nil, patience: Double = 10) {
    precondition(patience > 0, "a child process gets some time")
    self.executable = executable
    // `/opt/bin/ffmpeg` has its `/opt/bin/ffprobe`.
    self.probe =
      probe ?? (executable.hasSuffix("ffmpeg") ? executable.dropLast(4) + "probe" : "ffprobe")
    self.patience = patience
  }

  /// Whether ``executable`` is a program: at its path, or on the search path.
  public var isInstalled: Bool {
    let folders = executable.contains("/") ? [""] : Self.searchPath.map { $0 + "/" }
    return folders.contains { FileManager.default.isExecutableFile(atPath: $0 + executable) }
  }

  private static var searchPath: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  /// A local path that ffmpeg takes neither for an option nor for a protocol.
  static func url(_ path: String) -> String { "file:" + path }

  /// Keeps playlists and the like from opening anything but local files.
  static let localOnly = ["-protocol_whitelist", "file,pipe"]
}
