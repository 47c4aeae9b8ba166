import Foundation
import Kinesphere
import KinesphereData

/// Brings a catalog to what is in its folder: new takes in, vanished ones out, changed ones anew.
struct CatalogScan: Sendable {
  let folder: StudioFolder
  let catalog: Catalog

  /// Looks at the folder's entries and at the files of those that changed; a take costs about a millisecond the first time.
  func run() throws {
    let names = try folder.names()
    let known = Dictionary(uniqueKeysWithValues: try catalog.takes().map { ($0.name, $0) })
    for name in names {
      let changed = changed(name)
      if let old = known[name], old.changed == changed { continue }
      try look(at: name, old: known[name], changed: changed)
    }
    let present = Set(names)
    for (name, take) in known where !present.contains(name) {
      if let id = take.id { try catalog.remove(id) }
    }
  }

  /// A number that is another one after every change of the files that the catalog reads, and where one went away: the sum of
  /// their times.
  private func changed(_ name: String) -> Double {
    let (take, tracked) = (folder.takePath(name), folder.trackedPath(name))
    let files = [("take.json", take), ("poses.json", tracked), ("actions.json", tracked)]
    return files.compactMap { part, place -> Double? in
      guard let path = folder.existing(part, in: place) else { return nil }
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }.reduce(0) { $0 + $1 }
  }

  private func look(at name: String, old: CatalogTake?, changed: Double) throws {
    let now = Date.now.timeIntervalSince1970
    var take = old ?? CatalogTake(name: name, added: now, changed: changed)
    take.changed = changed
    take.problem = nil
    take.hasDepth = folder.existing("take.json", in: folder.takePath(name)) != nil
    take.isTracked = folder.existing("poses.json", in: folder.trackedPath(name)) != nil
    take.isRecognised = folder.existing("actions.json", in: folder.trackedPath(name)) != nil
    if take.hasDepth { describeDepth(&take) }
    var motion: TakeMotion?
    if take.isTracked { motion = describePoses(&take) }
    let saved = try catalog.save(take)
    guard let id = saved.id else { return }
    let actions =
      saved.isRecognised ? ActionsFile.read(folder, name: name, take: id, duration: saved.duration) : []
    try catalog.replace(id, actions: actions, features: motion?.features(take: id) ?? [])
  }

  private func describeDepth(_ take: inout CatalogTake) {
    let place = folder.takePath(take.name)
    do {
      guard folder.existing("depth.log", in: place) != nil else {
        throw StudioError(subject: take.name, expected: "depth.log in its folder", actual: "it is not there")
      }
      let recording = try TakeRecording(path: place)
      take.frames = recording.header.frameCount ?? 0
      take.rate = recording.header.rate ?? 30
      (take.width, take.height) = (recording.header.width, recording.header.height)
      take.provenance = recording.header.provenance
      if take.dancer.isEmpty { take.dancer = String((recording.description.dancer ?? "").prefix(80)) }
    } catch {
      take.problem = "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
    }
  }

  private func describePoses(_ take: inout CatalogTake) -> TakeMotion? {
    do {
      let motion = try TakeMotion(folder: folder, name: take.name)
      if !take.hasDepth {
        take.frames = motion.count
        take.rate = motion.header.rate
        take.provenance = "poses by \(motion.header.weights)"
      }
      return motion
    } catch {
      take.problem = "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
      return nil
    }
  }
}
