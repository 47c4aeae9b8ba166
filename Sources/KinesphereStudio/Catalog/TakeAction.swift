import GRDB

/// An action that was recognised in a take.
struct TakeAction: Codable, FetchableRecord, PersistableRecord, Sendable, Equatable {
  static let databaseTableName = "takeAction"

  var take: Int64
  var name: String
  /// Seconds of the take.
  var start, end: Double
  /// The model's score; about 1 for what an action usually reaches.
  var score: Double
}
