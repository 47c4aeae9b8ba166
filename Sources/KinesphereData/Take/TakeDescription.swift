import Foundation
import Kinesphere

/// What a take says of itself: the content of its `take.json`.
public struct TakeDescription: Sendable, Equatable, Codable {
  /// Where the labels' joints lie on the body.
  public enum Convention: String, Sendable, Codable {
    /// In the joints themselves.
    case anatomical
    /// Where Kinect's tracker puts them: ``KinectConvention``.
    case kinect
  }

  /// Always `kinesphere-take`.
  public private(set) var format = TakeDescription.formatName
  /// Always 1.
  public private(set) var version = 1
  public var camera: Camera
  /// Frames per second, nominal; each frame has its own time too.
  public var rate: Double
  /// Always `millimetre`: a take's depth is converted when it is written.
  public private(set) var depthUnit = "millimetre"
  /// Whether the pixels that are not the dancer are 0.
  public var isSegmented: Bool
  /// Who dances; nil if nobody says.
  public var dancer: String?
  /// Where the take comes from: a camera, a program, another file and its unit.
  public var provenance: String
  /// What has been done to it, in order, such as `recorded`, `segmented`.
  public var stages: [String]
  /// nil where the take has no labels.
  public var labels: Convention?
  /// Times of the beats in seconds; nil where nobody knows them.
  public var beats: [Double]?
  /// Beats a minute; nil where nobody knows it.
  public var tempo: Double?
  /// What is danced, in order; nil where nobody says.
  public var actions: [PerformedAction]?
  /// Frames and bytes of depth when the take was finished; nil while it is being recorded.
  public internal(set) var frames: Int?
  public internal(set) var depthBytes: Int?

  public init(
    camera: Camera, rate: Double, isSegmented: Bool, dancer: String? = nil, provenance: String,
    stages: [String] = ["recorded"], labels: Convention? = nil, beats: [Double]? = nil,
    tempo: Double? = nil, actions: [PerformedAction]? = nil
  ) {
    precondition(rate > 0 && rate.isFinite, "a take has a rate")
    self.camera = camera
    self.rate = rate
    self.isSegmented = isSegmented
    self.dancer = dancer
    self.provenance = provenance
    self.stages = stages
    self.labels = labels
    self.beats = beats
    self.tempo = tempo
    self.actions = actions
  }

  static let formatName = "kinesphere-take"

  /// Reads and checks a `take.json`.
  init(path: String) throws(RecordingError) {
    let file = try InputFile(path)
    guard file.size <= 16_000_000 else {
      throw RecordingError(
        .invalid, file: path, expected: "at most 16 MB", actual: "it holds \(file.size) bytes")
    }
    try self.init(json: try file.bytes(at: 0, count: file.size), file: path)
  }

  /// Reads and checks what a `take.json` holds; `file` is for messages.
  init(json bytes: [UInt8], file path: String) throws(RecordingError) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      self = try decoder.decode(TakeDescription.self, from: Data(bytes))
    } catch {
      throw RecordingError(
        .invalid, file: path, expected: "the description of a take", actual: Self.reason(error))
    }
    try check(path)
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "it has no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has an unknown value"
    default: "it is not the JSON of one"
    }
  }

  private func check(_ path: String) throws(RecordingError) {
    func invalid(_ expected: String, _ actual: String) -> RecordingError {
      RecordingError(.invalid, file: path, expected: expected, actual: actual)
    }
    guard format == Self.formatName, version == 1 else {
      throw invalid("\(Self.formatName), version 1", "it is \(format), version \(version)")
    }
    guard depthUnit == "millimetre" else { throw invalid("depth_unit millimetre", "it is \(depthUnit)") }
    guard rate > 0, rate.isFinite else { throw invalid("a positive rate", "it is \(rate)") }
    guard (1...8192).contains(camera.width), (1...8192).contains(camera.height) else {
      throw invalid("a picture of 1 to 8192 pixels a side", "it is \(camera.width) x \(camera.height)")
    }
    guard Intrinsics.focalRange.contains(camera.focalX), Intrinsics.focalRange.contains(camera.focalY) else {
      throw invalid("focal lengths of 1 to 100000 pixels", "they are \(camera.focalX), \(camera.focalY)")
    }
    guard abs(camera.centreX) < 1e6, abs(camera.centreY) < 1e6 else {
      throw invalid("a centre in pixels", "it is \(camera.centreX), \(camera.centreY)")
    }
    guard tempo ?? 1 > 0, tempo ?? 1 < 1e6 else { throw invalid("a tempo above 0", "it is \(tempo ?? 0)") }
    for action in actions ?? [] {
      guard action.start.isFinite, action.end.isFinite, action.start <= action.end else {
        throw invalid("actions that end after they start", "\(action.name) does not")
      }
    }
    guard frames ?? 0 >= 0, depthBytes ?? 0 >= 0 else { throw invalid("a count of frames", "it is negative") }
  }

  /// As in `take.json`; on one line where `isPretty` is false.
  func json(isPretty: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Writes the file under its name at once, or not at all.
  func write(to path: String) throws(RecordingError) {
    do {
      try OutputFile.writeWhole(json() + "\n", to: path)
    } catch {
      throw RecordingError(.unwritable, file: path, expected: "to be written", actual: "\(error)")
    }
  }
}
