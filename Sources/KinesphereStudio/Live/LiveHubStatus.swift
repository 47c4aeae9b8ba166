/// Who watches a live stream, and what they lost: `GET /status` in ``LiveServer``.
public struct LiveHubStatus: Sendable, Equatable, Codable {
  /// One viewer.
  public struct Viewer: Sendable, Equatable, Codable {
    /// Its number, in the order of joining.
    public let id: Int
    /// Lines that were handed to its connection.
    public let sent: Int
    /// Lines that it was too slow for.
    public let dropped: Int
    /// Lines that wait for it now.
    public let waiting: Int
  }

  /// Those who watch now, by number.
  public let viewers: [Viewer]
  /// Frames published so far.
  public let published: Int
  /// Viewers that ever joined.
  public let joined: Int
  /// Lines dropped for all viewers, those gone included.
  public let dropped: Int
}
