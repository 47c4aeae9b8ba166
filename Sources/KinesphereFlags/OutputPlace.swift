import ArgumentParser
import Foundation

/// Where outputs may lie.
public enum OutputPlace {
  /// Throws where `output` is the recording, or lies inside of one that is a folder.
  public static func check(_ output: String, recording: String, named name: String) throws(ValidationError) {
    let places = [output, recording].map(place)
    guard places[0].starts(with: places[1]) else { return }
    guard places[0].count > places[1].count else {
      throw ValidationError("\(name) is the recording itself: give another one")
    }
    // A folder of pictures may hold other things too; a take is whole.
    guard FileManager.default.fileExists(atPath: recording + "/take.json") else { return }
    throw ValidationError("\(name) lies inside the recording: give another one")
  }

  /// The path without links, as far as it is there.
  private static func place(_ path: String) -> [String] {
    var url = URL(fileURLWithPath: path).standardizedFileURL
    var missing: [String] = []
    while !FileManager.default.fileExists(atPath: url.path), url.pathComponents.count > 1 {
      missing.insert(url.lastPathComponent, at: 0)
      url.deleteLastPathComponent()
    }
    return url.resolvingSymlinksInPath().pathComponents + missing
  }
}
