import ArgumentParser
import Foundation
import KinesphereTraining

/// Where data lies: shared by every subcommand that reads any.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Folder of a data set: utd, msr or cmu. Repeatable. Else .data/sets/utd and so on: scripts/unpack-data.",
      valueName: "set=folder"))
  var folders: [String] = []

  @Option(help: "Folder that keeps prepared crops and observations between runs.")
  var cache: String = ".data/training"

  func validate() throws {
    for folder in folders where !folder.contains("=") {
      throw ValidationError("--data takes SET=FOLDER, such as utd=data/utd, but got `\(folder)`")
    }
  }

  var locations: DataLocations {
    var known: [String: String] = [:]
    for folder in folders {
      let parts = folder.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { known[parts[0]] = parts[1] }
    }
    return DataLocations(folders: known, roots: [".data/sets"])
  }
}
