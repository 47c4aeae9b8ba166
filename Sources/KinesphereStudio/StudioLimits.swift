/// How much a studio takes from outside.
public struct StudioLimits: Sendable {
  /// Largest upload in bytes, and that of a `poses.json`, which is read at once.
  public var largestUpload = 8 << 30
  public var largestPoses = 128 << 20
  /// Uploads at once, and jobs that wait.
  public var mostUploads = 3
  public var mostWaiting = 32
  /// Bytes of the disk that an upload must leave free.
  public var reserve = 256 << 20
  /// Largest JSON that a request may bring, in bytes, and longest target.
  public var largestJSON = 1 << 16
  public var longestTarget = 2048
  /// Bytes of a request's head, and seconds from its first byte to its last.
  public var longestHead = 16_384
  public var headSeconds = 10.0
  /// Seconds in which the next bytes must come from a connection, and be taken by it.
  public var patience = 30.0
  /// Seconds for one request, an upload included.
  public var longestRequest = 3600.0
  /// Memory in kilobytes and processor time in seconds of one stage of a job.
  public var stageKilobytes = 6_000_000
  public var stageSeconds = 14_400

  public init() {}
}
