/// The parts of the way from a depth picture to a pose, as timings name them.
public enum TrackingStage: Int, CaseIterable, Sendable {
  /// Background and silhouette.
  case detection
  /// The seven motion channels.
  case channels
  /// The 72 x 72 picture of the dancer.
  case crop
  /// The single-frame network's key-points.
  case encoder
  /// The body's parts, from what the encoder computed.
  case parts
  /// The LSTM-CNN over the window of observations.
  case lstmcnn

  /// The name in tables and JSON.
  public var name: String {
    switch self {
    case .detection: "detection"
    case .channels: "channels"
    case .crop: "crop"
    case .encoder: "encoder"
    case .parts: "parts"
    case .lstmcnn: "lstmcnn"
    }
  }

  /// How many there are.
  public static let count = 6
}

/// How long each stage took for one frame.
public struct StageDurations: Sendable, Equatable {
  /// Nanoseconds in ``TrackingStage`` order; 0 where the stage did not run, or no clock was given.
  public var nanoseconds: InlineArray<6, UInt64> = InlineArray(repeating: 0)

  public init() {}

  public subscript(_ stage: TrackingStage) -> UInt64 {
    get { nanoseconds[stage.rawValue] }
    set { nanoseconds[stage.rawValue] = newValue }
  }

  /// All stages together, in nanoseconds.
  public var total: UInt64 {
    var sum: UInt64 = 0
    for index in 0..<TrackingStage.count { sum &+= nanoseconds[index] }
    return sum
  }

  public static func == (one: StageDurations, other: StageDurations) -> Bool {
    TrackingStage.allCases.allSatisfy { one[$0] == other[$0] }
  }
}
