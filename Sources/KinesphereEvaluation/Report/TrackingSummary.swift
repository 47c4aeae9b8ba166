import Kinesphere

/// What a page says about a recording before its first frame.
public struct TrackingSubject: Sendable {
  /// The recording's name.
  public var name: String
  /// Its format, as `inspect` names it.
  public var format: String
  public var camera: Camera
  /// Frames per second.
  public var rate: Double
  /// Where camera, unit and rate come from: one line.
  public var provenance: String
  /// Name of the weights.
  public var weights: String
  /// What the weights learned from, and whom to thank; nil where nobody knows.
  public var weightsCredit: String?
  /// What was noticed on opening, a line each.
  public var notices: [String]

  public init(
    name: String, format: String, camera: Camera, rate: Double, provenance: String, weights: String,
    weightsCredit: String? = nil, notices: [String] = []
  ) {
    self.name = name
    self.format = format
    self.camera = camera
    self.rate = rate
    self.provenance = provenance
    self.weights = weights
    self.weightsCredit = weightsCredit
    self.notices = notices
  }
}

/// A curve of the page: one quantity over time, or the same one of the left and the right side.
public struct CurveDescription: Sendable {
  public var title: String
  public var unit: String
  /// Where its values stand in the values given per frame: one, or left and right.
  public var columns: [Int]
  /// True where the quantity is a cycle, so that 1 and 0 are neighbours.
  public var isCyclic: Bool

  public init(title: String, unit: String, columns: [Int], isCyclic: Bool = false) {
    precondition(columns.count == 1 || columns.count == 2, "a curve is one quantity or a pair of sides")
    self.title = title
    self.unit = unit
    self.columns = columns
    self.isCyclic = isCyclic
  }
}
