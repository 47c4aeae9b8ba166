import Foundation
import KinesphereData
import Synchronization

/// The work of one job: looks into an upload, makes a take of it, tracks and recognises it, each in a process of its own.
final class JobWork: Sendable {
  enum End: Sendable {
    case done(take: Int64?, note: String?)
    case asks([StudioJob.Question])
    case failed(String)
    case cancelled
  }

  /// A stage that failed, in words.
  struct Failed: Error { let reason: String }

  typealias Progress = @Sendable (StudioJob.Stage, _ done: Int, _ total: Int?) -> Void

  private let plan: JobQueue.Plan
  private let answers: RecordingAnswers?
  let folder: StudioFolder
  private let catalog: Catalog
  private let configuration: StudioConfiguration
  private let progress: Progress
  private let current = Mutex<StageProcess?>(nil)
  private let isCancelled = Mutex(false)

  init(
    plan: JobQueue.Plan, answers: RecordingAnswers?, folder: StudioFolder, catalog: Catalog,
    configuration: StudioConfiguration, progress: @escaping Progress
  ) {
    self.plan = plan
    self.answers = answers
    self.folder = folder
    self.catalog = catalog
    self.configuration = configuration
    self.progress = progress
  }

  func cancel() {
    isCancelled.withLock { $0 = true }
    current.withLock { $0 }?.cancel()
  }

  private var wasCancelled: Bool { isCancelled.withLock { $0 } }

  /// Blocks until the job ends one way or another.
  func run() -> End {
    do {
      switch plan {
      case .stages(let take): return try finish(take.name, isTracked: take.isTracked)
      case .upload(let path, let name):
        if path.hasSuffix(".json") { return try importPoses(path, name: name) }
        let questions = try questions(of: path, name: name)
        if !questions.isEmpty { return .asks(questions) }
        let take = folder.freeName(like: name)
        try convert(path, to: take, name: name)
        return try finish(take, isTracked: false)
      }
    } catch let failed as Failed {
      return wasCancelled ? .cancelled : .failed(failed.reason)
    } catch {
      return wasCancelled ? .cancelled : .failed(shown("\(error)"))
    }
  }

  /// What must be asked before the file can be read; nothing where it was answered or the file says it.
  private func questions(of path: String, name: String) throws -> [StudioJob.Question] {
    if answers != nil { return [] }
    struct Inspection: Decodable {
      struct Named: Decodable { let name: String }
      struct Present: Decodable {}
      let camera: Present?
      let unit: Named
      let frames: Int
    }
    let output = try stage(.inspect, ["inspect", path, "--json"], replacing: path, with: name)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let found = try? decoder.decode(Inspection.self, from: output) else {
      throw Failed(reason: "\(name): expected a recording, but nobody can say what it holds")
    }
    guard found.frames > 0 else {
      throw Failed(reason: "\(name): expected at least one frame, but it has none")
    }
    var questions: [StudioJob.Question] = []
    if found.camera == nil { questions.append(.camera) }
    if found.unit.name.hasPrefix("unknown") { questions.append(.unit) }
    return questions
  }

  private func convert(_ path: String, to take: String, name: String) throws {
    let options = try answers?.options ?? []
    do {
      _ = try stage(
        .convert, ["convert", path, folder.takePath(take)] + options, replacing: path, with: name)
    } catch {
      try? FileManager.default.removeItem(atPath: folder.takePath(take) + ".recording")
      throw error
    }
    try? CatalogScan(folder: folder, catalog: catalog).run()
  }

  /// Tracks and recognises a take that has depth, as far as it is not done.
  private func finish(_ take: String, isTracked: Bool) throws -> End {
    if !isTracked {
      _ = try stage(
        .track, ["track", folder.takePath(take), "--output", folder.trackedPath(take)], replacing: "",
        with: "")
      try? CatalogScan(folder: folder, catalog: catalog).run()
    }
    var note: String?
    do {
      let found = try stage(
        .recognise, ["recognise", folder.takePath(take), "--json"], replacing: "", with: "")
      try OutputFile.writeWhole(
        String(decoding: found, as: UTF8.self), to: folder.trackedPath(take) + "/actions.json")
    } catch let failed as Failed where !wasCancelled {
      // A take without a dancer has no actions; it is there all the same.
      note = failed.reason
    }
    try CatalogScan(folder: folder, catalog: catalog).run()
    return .done(take: try catalog.take(named: take)?.id, note: note)
  }

  /// Poses without their depth: checked, then moved to a folder as `track` makes it.
  private func importPoses(_ path: String, name: String) throws -> End {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard size <= configuration.limits.largestPoses else {
      throw Failed(
        reason:
          "\(name): expected at most \(configuration.limits.largestPoses >> 20) MB of poses, but it has "
          + "\(size >> 20) MB")
    }
    do {
      try TakeMotion.check(try PosesDocument(path: path), of: name)
    } catch {
      throw Failed(reason: shown("\(error)", replacing: path, with: name))
    }
    let take = folder.freeName(like: name)
    let output = try OutputFolder(path: folder.trackedPath(take))
    guard rename(path, output.work("poses.json")) == 0 else {
      output.discard()
      throw Failed(reason: "\(name): expected to be moved into the folder, but the disk refuses")
    }
    try output.publish()
    try CatalogScan(folder: folder, catalog: catalog).run()
    return .done(take: try catalog.take(named: take)?.id, note: nil)
  }

  /// Runs one stage; its standard output.
  private func stage(
    _ stage: StudioJob.Stage, _ arguments: [String], replacing path: String, with name: String
  ) throws -> Data {
    guard !wasCancelled else { throw Failed(reason: "cancelled") }
    progress(stage, 0, nil)
    let process = StageProcess(
      command: configuration.command, arguments: arguments, folder: folder.path, limits: configuration.limits)
    current.withLock { $0 = process }
    if wasCancelled { process.cancel() }
    let outcome = try process.run { [progress] in progress(stage, $0, $1) }
    current.withLock { $0 = nil }
    guard outcome.status == 0, !outcome.wasSignaled else {
      let reason =
        outcome.error.isEmpty || outcome.wasSignaled
        ? "\(name.isEmpty ? stage.rawValue : name): the \(stage.rawValue) stage ended by itself "
          + "(\(outcome.wasSignaled ? "signal" : "code") \(outcome.status)); the recording may be damaged"
        : outcome.error
      throw Failed(reason: shown(reason, replacing: path, with: name))
    }
    return outcome.output
  }

  /// A message as people see it: without the paths of this machine.
  private func shown(_ text: String, replacing path: String = "", with name: String = "") -> String {
    var text = text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
    if !path.isEmpty { text = text.replacingOccurrences(of: path, with: name) }
    return text.replacingOccurrences(of: folder.path + "/", with: "")
  }
}
