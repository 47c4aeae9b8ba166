/// How much a connection may take of the server.
struct WireLimits: Sendable {
  /// Bytes of a request's head: its first line and its headers.
  var longestHead = 16_384
  /// Seconds from a head's first byte to its last.
  var headSeconds = 10.0
  /// Bytes of a WebSocket message from a viewer, over all its frames.
  var longestMessage = 65_536
  /// Seconds for one answer, the request's body included.
  var requestSeconds = 15.0
  /// Connections at a time; a further one is closed at once.
  var mostConnections = 256
}
