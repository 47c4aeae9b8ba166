import GRDB

/// A number that tells something of a whole take.
struct TakeFeature: Codable, FetchableRecord, PersistableRecord, Sendable, Equatable {
  static let databaseTableName = "feature"

  var take: Int64
  var name: String
  var value: Double
  var unit: String
}
