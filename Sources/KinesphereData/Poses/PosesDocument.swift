import Foundation
import Kinesphere

/// A whole `poses.json` in memory, as other programs and the evaluation read it.
///
/// A take of an hour at 30 frames/s takes about 200 MB here; ``PosesWriter`` writes in bounded memory.
public struct PosesDocument: Decodable, Sendable {
  public struct Dancer: Decodable, Sendable {
    public let id: Int
    /// `[18, 3]` metres in the camera frame; nil where unknown.
    public let points: [[Float?]]
    /// `[18]`, 0 to 1.
    public let confidence: [Float]
  }

  public struct Frame: Decodable, Sendable {
    public let index: Int
    /// Seconds since the recording's start.
    public let time: Double
    /// A ``TrackedFrame/Status``.
    public let status: String
    public let dancers: [Dancer]
  }

  public let format: String
  public let version: Int
  public let unit: String
  public let keypoints: [String]
  public let recording: PosesHeader
  public let frames: [Frame]

  /// Reads and checks the file.
  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PosesError(file: path, expected: "a file that can be read", actual: "nothing there")
    }
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(PosesDocument.self, from: data)
    } catch let error as DecodingError {
      throw PosesError(file: path, expected: "poses as docs/poses.schema.json tells", actual: error.reason)
    }
    try check(path)
  }

  private func check(_ path: String) throws(PosesError) {
    guard format == "kinesphere-poses", version == 1 else {
      throw PosesError(
        file: path, expected: "kinesphere-poses, version 1", actual: "\(format), version \(version)")
    }
    guard keypoints == KeyPoint.names else {
      throw PosesError(
        file: path, expected: "the 18 key-points in order", actual: "\(keypoints.count) others")
    }
    for frame in frames {
      for dancer in frame.dancers
      where dancer.points.count != KeyPoint.count || dancer.confidence.count != KeyPoint.count
        || dancer.points.contains(where: { $0.count != 3 })
      {
        throw PosesError(
          file: path, expected: "18 points of three numbers", actual: "others in frame \(frame.index)")
      }
    }
  }

  /// The first dancer's poses; frames without one are left out.
  public var motion: Motion {
    var motion = Motion()
    for frame in frames {
      guard let dancer = frame.dancers.first else { continue }
      var pose = Pose()
      for index in 0..<KeyPoint.count {
        let point = dancer.points[index]
        pose.points[index] = SIMD3(point[0] ?? .nan, point[1] ?? .nan, point[2] ?? .nan)
        pose.confidence[index] = dancer.confidence[index]
      }
      motion.append(pose, at: frame.time)
    }
    return motion
  }
}

/// A `poses.json` that is none.
public struct PosesError: Error, Equatable, Sendable, CustomStringConvertible {
  public let file: String
  public let expected: String
  public let actual: String

  public init(file: String, expected: String, actual: String) {
    self.file = file
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(file): expected \(expected), but it holds \(actual)".oneLine }
}

extension DecodingError {
  /// What is wrong, in one line.
  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? "no object"
        : "another kind of value at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "no JSON"
        : "a value that cannot be at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
    @unknown default: "something else"
    }
  }
}
