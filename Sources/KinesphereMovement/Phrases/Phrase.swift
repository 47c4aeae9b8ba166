/// A stretch of dance between two rests or lulls.
public struct Phrase: Codable, Sendable, Equatable {
  /// What ends it.
  public enum Boundary: String, Codable, Sendable {
    /// The dancer stands nearly still for a while.
    case rest
    /// The movement ebbs.
    case lull
    /// The take is over.
    case end
  }

  /// Seconds.
  public var start: Double
  public var end: Double
  public var boundary: Boundary

  public init(start: Double, end: Double, boundary: Boundary) {
    (self.start, self.end, self.boundary) = (start, end, boundary)
  }
}
