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

  public init(name: String, format: String, rate: Double, camera: Camera, weights: String) {
    self.name = name
    self.format = format
    self.rate = rate
    self.camera = camera
    self.weights = weights
  }
}
