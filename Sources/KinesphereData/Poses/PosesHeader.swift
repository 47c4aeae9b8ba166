import Foundation
import Kinesphere

/// What `poses.json` says about the recording that its poses come from.
public struct PosesHeader: Codable, Sendable, Equatable {
  /// The recording's file or folder name, without its path.
  public var name: String
  /// The recording's format, as `inspect` names it.
  public var format: String
  /// Frames per second.
  public var rate: Double
  /// The camera frame that the points are in.
  public var camera: Camera
  /// Name of the weights that made the poses.
  public var weights: String
  /// The text of the recording's ``RecordingFingerprint``; nil where nobody said.
  public var fingerprint: String?

  public init(
    name: String, format: String, rate: Double, camera: Camera, weights: String, fingerprint: String? = nil
  ) {
    self.name = name
    self.format = format
    self.rate = rate
    self.camera = camera
    self.weights = weights
    self.fingerprint = fingerprint
  }
}

extension PosesHeader {
  private struct Head: Decodable {
    let recording: PosesHeader
  }

  /// From the beginning of a `poses.json`, without its frames; nil where there is none, or another program wrote it with the
  /// recording behind the frames.
  public init?(beginningOf path: String) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let head = try? file.read(upToCount: 16_384),
      let frames = head.firstRange(of: Data("\"frames\"".utf8))
    else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let whole = head[..<frames.lowerBound] + Data("\"frames\": []}".utf8)
    guard let known = try? decoder.decode(Head.self, from: whole) else { return nil }
    self = known.recording
  }

  /// Whether the poses are of another recording for certain; false where nobody says whose they are.
  public func contradicts(_ recording: RecordingFingerprint?) -> Bool {
    guard let fingerprint, let recording else { return false }
    return recording.contradicts(RecordingFingerprint(text: fingerprint))
  }
}
