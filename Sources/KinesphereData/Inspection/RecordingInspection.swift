import Foundation
import Kinesphere

/// What a recording holds, and what is wrong with it.
///
/// Made by reading the whole recording once, frame by frame; only what is wrong is listed: see ``init(of:options:progress:)``. As JSON (format
/// `kinesphere-inspection`, version 1) its keys are in snake case: see ``json()``.
public struct RecordingInspection: Codable, Sendable {
  /// A frame that cannot be read.
  public struct Damage: Codable, Sendable, Equatable {
    public let frame: Int
    public let reason: String
  }

  /// The labels that come with the recording.
  public struct LabelInspection: Codable, Sendable, Equatable {
    public let file: String
    public let convention: TakeDescription.Convention
    /// Labelled frames in the file, and frames of the recording that have no key-point at all.
    public let frames: Int
    public let framesWithout: Int
    /// Key-points missing in frames that have others.
    public let missingPoints: Int
    /// Key-points that the file gives as NaN or infinite.
    public let notANumber: Int
    /// nil where the camera is unknown.
    public let sides: SideInspection?
  }

  /// Something to know (`note`) or that is wrong (`problem`), in one line.
  public struct Finding: Codable, Sendable, Equatable {
    public enum Severity: String, Codable, Sendable { case note, problem }
    public let severity: Severity
    public let text: String
  }

  public let format: String
  public let version: Int
  public let name: String
  public let recordingFormat: RecordingFormat
  public let width, height: Int
  /// Frames found by reading, and those that the file promises (nil for a stream).
  public let frames: Int
  public let promisedFrames: Int?
  /// Frames per second: nominal, and measured where frames carry their own times.
  public let rate: Double?
  public let measuredRate: Double?
  /// Seconds.
  public let duration: Double
  public let unit: DepthUnit
  /// Nearest and farthest reading in millimetres; nil where there is none.
  public let nearest, farthest: Int?
  /// Mean share of pixels with a reading, 0 to 1.
  public let readings: Double
  public let camera: Camera?
  public let isMirrored: Bool?
  public let isSegmented: Bool
  public let dataSet: String?
  public let provenance: String
  /// Frames without a single reading.
  public let emptyFrames: [Int]
  /// Frames equal to the one before, pixel by pixel.
  public let repeatedFrames: [Int]
  public let damagedFrames: [Damage]
  /// Frames whose time does not pass that of the one before.
  public let unorderedTimes: Int
  public let labels: LabelInspection?
  /// Frames of pixel labels and inertial samples found beside the recording; nil where there are none.
  public let pixelLabelFrames: Int?
  public let inertialSamples: Int?
  /// Why reading ended before the end; nil where it did not.
  public let error: String?
  /// Everything of the above that needs a word.
  public internal(set) var findings: [Finding] = []

  /// Reads the recording at `path` to its end, with the labels that lie beside it.
  ///
  /// Nothing need be known of its camera. `progress` gets the number of frames read so far, now and then. Throws
  /// where the file cannot even be opened as a recording.
  public init(
    of path: String, options: RecordingOptions = RecordingOptions(), progress: (Int) -> Void = { _ in }
  ) throws(RecordingError) {
    var options = options
    options.requiresCamera = false
    let recording = try Recordings.open(path: path, options: options)
    try self.init(of: recording, path: path, progress: progress)
  }

  /// Reads an open recording to its end; `path` is where labels are looked for, nil for a stream.
  public init(
    of recording: any Recording, path: String?, progress: (Int) -> Void = { _ in }
  ) throws(RecordingError) {
    var survey = RecordingSurvey(recording.header)
    if let path { survey.findLabels(beside: path) }
    survey.read(recording, progress: progress)
    self.init(survey)
  }

  init(_ survey: RecordingSurvey) {
    let header = survey.header
    format = "kinesphere-inspection"
    version = 1
    name = header.name
    recordingFormat = header.format
    width = header.width
    height = header.height
    frames = survey.frames
    promisedFrames = header.frameCount
    rate = header.rate
    measuredRate = survey.measuredRate
    duration = survey.duration
    unit = header.unit
    nearest = survey.farthest > 0 ? Int(survey.nearest) : nil
    farthest = survey.farthest > 0 ? Int(survey.farthest) : nil
    let pixels = max(1, survey.soundFrames * header.width * header.height)
    readings = Double(survey.readings) / Double(pixels)
    camera = header.camera
    isMirrored = header.isMirrored
    isSegmented = header.isSegmented
    dataSet = header.card?.name
    provenance = header.provenance
    emptyFrames = survey.emptyFrames
    repeatedFrames = survey.repeatedFrames
    damagedFrames = survey.damaged
    unorderedTimes = survey.unorderedTimes
    labels = survey.labelInspection
    pixelLabelFrames = survey.pixelLabelFrames
    inertialSamples = survey.inertialSamples
    error = survey.error
    findings = makeFindings(header.notices + survey.labelErrors)
  }

  /// The whole inspection as JSON.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
