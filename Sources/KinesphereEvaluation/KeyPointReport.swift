import Foundation
import Kinesphere
import KinesphereData

/// What a key-point protocol found; `evaluate --json` writes it (docs/key-points.schema.json).
public struct KeyPointReport: Encodable, Sendable {
  /// One side of the split.
  public struct Side: Encodable, Sendable {
    public let subjects: [Int]
    public let recordings: Int
    /// Frames that are scored, or learned from.
    public let frames: Int
    /// Labelled frames without a pose.
    public let framesLost: Int
    /// Recordings left out because no skeleton comes with them.
    public let excluded: [String]
  }

  /// What was scored.
  public enum Name: String, Encodable, Sendable, CaseIterable {
    case asTracked = "as tracked"
    case kinectConvention = "in Kinect's convention"
    case lessConstant = "less a constant per key-point"
    case linearMap = "through a linear map"
    case meanPose = "baseline: mean pose"
    case linearRegression = "baseline: linear regression on the channels"
  }

  public struct Result: Encodable, Sendable {
    public let name: Name
    public let score: KeyPointScore
    /// Mean distance in the picture, pixels.
    public let pixelError: Double
    /// Of the frames whose labels do not cross the legs (``CrossedLegs``); nil where none does.
    public let withoutCrossedLegs: KeyPointScore?
  }

  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", weights, labelTiming, isRelative, keyPoints, train, test,
      labelNoise, crossedLegs,
      results
  }

  private let format = "kinesphere-key-points"
  private let version = 1
  public let protocolName: String
  /// What the model is called.
  public var weights = ""
  /// Whether labels were moved to the instants of the depth.
  public let labelTiming: LabelTiming
  /// Whether poses were compared relative to their own pelvis.
  public let isRelative: Bool
  private let keyPoints = KeyPoint.names
  public let train: Side
  public let test: Side
  /// Of the test labels; nil where they hold no bones.
  public let labelNoise: LabelNoise?
  /// Share of the test labels whose legs are crossed, by subject (``CrossedLegs``).
  public let crossedLegs: [Int: Double]
  public let results: [Result]

  init(
    protocolName: String, labelTiming: LabelTiming, isRelative: Bool, train: Side, test: Side,
    labelNoise: LabelNoise? = nil, crossedLegs: [Int: Double] = [:],
    results: [Result]
  ) {
    self.protocolName = protocolName
    self.labelTiming = labelTiming
    self.isRelative = isRelative
    self.train = train
    self.test = test
    self.labelNoise = labelNoise
    self.crossedLegs = crossedLegs
    self.results = results
  }

  public subscript(_ name: Name) -> Result? { results.first { $0.name == name } }

  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // A key-point that is never labelled has no error.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// For people: a line a result, then those that are no baselines by key-point and by subject.
  public var text: String {
    var lines = [
      "protocol \(protocolName), weights \(weights)" + (isRelative ? ", relative to the pelvis" : "")
        + (labelTiming == .aligned ? ", labels moved to the instants of the depth" : ""),
      Self.words("train", train), Self.words("test", test), "",
      Self.cell("", 46) + "      cm  <10 cm  RMSE m   MAE m   pixel",
    ]
    for result in results {
      lines.append(
        Self.cell(result.name.rawValue, 46)
          + String(
            format: "%8.2f %6.1f %% %7.4f %7.4f %7.2f", result.score.meanError * 100,
            result.score.within10cm * 100, result.score.rmse, result.score.mae, result.pixelError))
    }
    let shown = results.filter { ![.meanPose, .linearRegression].contains($0.name) }
    lines += ["", Self.cell("cm", 16) + shown.map { Self.right($0.name.short, 12) }.joined()]
    for point in KeyPoint.allCases {
      lines.append(Self.row(point.name, shown.map { $0.score.perKeyPoint[point.rawValue] }))
    }
    for subject in test.subjects {
      lines.append(Self.row("subject \(subject)", shown.map { $0.score.perSubject[subject] ?? .nan }))
    }
    if let labelNoise {
      lines += [
        "",
        String(
          format:
            "the test labels' own bones: no rigid skeleton is nearer to them than %.2f cm; noise about %.2f cm",
          labelNoise.rigidBound * 100, labelNoise.estimated * 100),
      ]
    }
    let crossed = crossedLegs.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    if !crossed.isEmpty {
      lines.append(
        "test labels whose legs are crossed: "
          + crossed.map { String(format: "subject %d %.1f %%", $0.key, $0.value * 100) }.joined(
            separator: ", "))
    }
    lines += [
      "",
      "within 10 cm but for ankles and feet" + (crossed.isEmpty ? "" : "; less the frames of crossed labels"),
    ]
    for result in shown {
      lines.append(
        Self.cell(result.name.rawValue, 46)
          + String(format: "%6.1f %%", result.score.within10cmWithoutFeet * 100)
          + (result.withoutCrossedLegs.map {
            String(format: "%6.1f %%, mean %.2f cm", $0.within10cmWithoutFeet * 100, $0.meanError * 100)
          } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  private static func words(_ name: String, _ side: Side) -> String {
    cell(name, 6) + "subjects \(side.subjects.map(String.init).joined(separator: ", ")): "
      + "\(side.recordings) recordings, \(side.frames) frames, \(side.framesLost) without a pose"
      + (side.excluded.isEmpty ? "" : ", left out: \(side.excluded.joined(separator: " "))")
  }

  private static func row(_ name: String, _ metres: [Double]) -> String {
    cell(name, 16) + metres.map { right(String(format: "%.2f", $0 * 100), 12) }.joined()
  }

  private static func cell(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension KeyPointReport.Name {
  /// For the head of a column.
  fileprivate var short: String {
    switch self {
    case .asTracked: "tracked"
    case .kinectConvention: "Kinect"
    case .lessConstant: "- constant"
    case .linearMap: "linear map"
    case .meanPose: "mean pose"
    case .linearRegression: "regression"
    }
  }
}
