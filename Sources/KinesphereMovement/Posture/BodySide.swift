/// The dancer's own side, whatever the camera shows.
public enum BodySide: String, Codable, Sendable, Hashable, CaseIterable {
  case left
  case right

  public var other: BodySide { self == .left ? .right : .left }
}
