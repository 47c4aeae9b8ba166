import FlyingSocks
import Foundation
import GRDB

extension StudioError {
  /// What the system said while listening at the configuration's address, in the words of a live server.
  init(listening configuration: StudioConfiguration, _ error: any Error) {
    let live = LiveServerError(address: "\(configuration.address):\(configuration.port)", error)
    self.init(subject: live.address, expected: live.expected, actual: live.actual)
  }

  /// What the database said of a catalog's file, and what to do where the file is damaged.
  init(catalog path: String, _ error: DatabaseError) {
    let isDamaged = [ResultCode.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    let advice = "; move the file away: takes are found again, their tags, notes and dancers are in it alone"
    self.init(
      subject: path, expected: "a catalog of takes",
      actual: "SQLite says: \(error.message ?? "\(error.resultCode)")\(isDamaged ? advice : "")")
  }
}
