import Foundation
import GRDB

/// One take as the catalog knows it.
struct CatalogTake: Codable, FetchableRecord, MutablePersistableRecord, Sendable {
  static let databaseTableName = "take"

  var id: Int64?
  /// Of its folders, without their endings.
  var name: String
  /// What people say of it.
  var dancer = ""
  var notes = ""
  /// What there is of it.
  var hasDepth = false
  var isTracked = false
  var isRecognised = false
  /// nil where only poses are there and they say nothing of it.
  var frames = 0
  /// Frames per second.
  var rate = 30.0
  /// Of the depth pictures; 0 where there are none.
  var width = 0
  var height = 0
  /// Where camera, unit and rate come from.
  var provenance = ""
  /// When it was seen first, seconds since 1970.
  var added: Double
  /// Another number after each change of its files; no time.
  var changed: Double
  /// Why it cannot be opened; nil where it can.
  var problem: String?

  mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

  /// Seconds.
  var duration: Double { rate > 0 ? Double(frames) / rate : 0 }
}
