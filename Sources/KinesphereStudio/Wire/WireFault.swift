/// Why a connection ends: what came over it is not what may come.
enum WireFault: Error, Equatable {
  /// It is no request, or no frame, of the form that the standard gives.
  case malformed
  /// A head, or a message, is longer than its limit.
  case tooLong
  /// A head, or an answer, took longer than its limit.
  case tooSlow
  /// A body without its length.
  case lengthMissing
  /// It ended in the middle.
  case broken
}
