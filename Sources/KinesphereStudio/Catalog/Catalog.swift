import Foundation
import GRDB

/// The takes of a folder: what there is of each, and what people say of it.
///
/// A SQLite file in the folder. What is found by looking (``CatalogScan``) comes back where the file was deleted; tags, notes
/// and dancers are in it alone.
struct Catalog: Sendable {
  static let fileName = "kinesphere-catalog.sqlite"
  private let database: DatabaseQueue

  /// Opens or makes the file and brings it to the present version.
  init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    database = try DatabaseQueue(path: path, configuration: configuration)
    try Self.migrator.migrate(database)
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("takes, tags, actions and features") { database in
      try database.create(table: "take") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("name", .text).notNull().unique()
        for name in ["dancer", "notes", "provenance"] { table.column(name, .text).notNull() }
        for name in ["hasDepth", "isTracked", "isRecognised"] { table.column(name, .boolean).notNull() }
        for name in ["frames", "width", "height"] { table.column(name, .integer).notNull() }
        for name in ["rate", "added", "changed"] { table.column(name, .double).notNull() }
        table.column("problem", .text)
      }
      try database.create(table: "tag") { table in
        table.column("take", .integer).notNull().references("take", onDelete: .cascade)
        table.column("name", .text).notNull()
        table.primaryKey(["take", "name"])
      }
      try database.create(table: "takeAction") { table in
        table.column("take", .integer).notNull().indexed().references("take", onDelete: .cascade)
        table.column("name", .text).notNull()
        for name in ["start", "end", "score"] { table.column(name, .double).notNull() }
      }
      try database.create(table: "feature") { table in
        table.column("take", .integer).notNull().references("take", onDelete: .cascade)
        table.column("name", .text).notNull()
        table.column("value", .double).notNull()
        table.column("unit", .text).notNull()
        table.primaryKey(["take", "name"])
      }
    }
    return migrator
  }

  /// All takes, newest first; only those in whose name, dancer, notes, tags or actions every word of `search` is.
  func takes(search: String = "") throws -> [CatalogTake] {
    let words = search.split(whereSeparator: \.isWhitespace).prefix(8).map { "%\(Self.escaped(String($0)))%" }
    let clause = """
      (name LIKE ? ESCAPE '\\' OR dancer LIKE ? ESCAPE '\\' OR notes LIKE ? ESCAPE '\\'
      OR EXISTS (SELECT 1 FROM tag WHERE tag.take = take.id AND tag.name LIKE ? ESCAPE '\\')
      OR EXISTS (SELECT 1 FROM takeAction WHERE takeAction.take = take.id AND takeAction.name LIKE ? ESCAPE '\\'))
      """
    let filter = ([" 1"] + words.map { _ in clause }).joined(separator: " AND ")
    let arguments = StatementArguments(words.flatMap { Array(repeating: $0, count: 5) })
    return try database.read { database in
      try CatalogTake.fetchAll(
        database, sql: "SELECT * FROM take WHERE\(filter) ORDER BY added DESC, name", arguments: arguments)
    }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "%_\\".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  func take(_ id: Int64) throws -> CatalogTake? {
    try database.read { try CatalogTake.fetchOne($0, key: id) }
  }

  func take(named name: String) throws -> CatalogTake? {
    try database.read { try CatalogTake.filter(Column("name") == name).fetchOne($0) }
  }

  /// Tags by take.
  func tags() throws -> [Int64: [String]] {
    try database.read { database in
      try Row.fetchAll(database, sql: "SELECT take, name FROM tag ORDER BY name").reduce(into: [:]) {
        $0[$1["take"], default: []].append($1["name"])
      }
    }
  }

  /// Inserts or replaces what was found by looking; what people said of the take meanwhile stays.
  func save(_ take: CatalogTake) throws -> CatalogTake {
    var take = take
    try database.write { database in
      if let now = try CatalogTake.filter(Column("name") == take.name).fetchOne(database) {
        (take.id, take.notes) = (now.id, now.notes)
        if !now.dancer.isEmpty { take.dancer = now.dancer }
      }
      try take.save(database)
    }
    return take
  }

  func remove(_ id: Int64) throws {
    _ = try database.write { try CatalogTake.deleteOne($0, key: id) }
  }

  /// Replaces what people say of a take; false where there is none of this number.
  func describe(_ id: Int64, dancer: String, notes: String, tags: [String]) throws -> Bool {
    try database.write { database in
      guard var take = try CatalogTake.fetchOne(database, key: id) else { return false }
      (take.dancer, take.notes) = (dancer, notes)
      try take.update(database)
      try database.execute(sql: "DELETE FROM tag WHERE take = ?", arguments: [id])
      for tag in Set(tags) {
        try database.execute(sql: "INSERT INTO tag (take, name) VALUES (?, ?)", arguments: [id, tag])
      }
      return true
    }
  }

  /// Actions of a take, by their start.
  func actions(_ id: Int64) throws -> [TakeAction] {
    try database.read { database in
      try TakeAction.filter(Column("take") == id).order(Column("start")).fetchAll(database)
    }
  }

  func features(_ id: Int64) throws -> [TakeFeature] {
    try database.read { database in
      try TakeFeature.filter(Column("take") == id).order(Column("name")).fetchAll(database)
    }
  }

  /// Replaces actions and features of a take.
  func replace(_ id: Int64, actions: [TakeAction], features: [TakeFeature]) throws {
    try database.write { database in
      try TakeAction.filter(Column("take") == id).deleteAll(database)
      try TakeFeature.filter(Column("take") == id).deleteAll(database)
      for action in actions { try action.insert(database) }
      for feature in features { try feature.insert(database) }
    }
  }
}
