import Foundation

/// The studio's jobs, one after the other.
///
/// A job that must ask something first steps aside until it is answered. The last fifty stay to be looked at.
actor JobQueue {
  /// What a job is to do.
  enum Plan: Sendable {
    /// From a file that was uploaded.
    case upload(path: String, name: String)
    /// What a take lacks.
    case stages(take: CatalogTake)
  }

  private let folder: StudioFolder
  private let catalog: Catalog
  private let configuration: StudioConfiguration
  private var jobs: [StudioJob] = []
  private var plans: [Int: Plan] = [:]
  private var answers: [Int: RecordingAnswers] = [:]
  private var number = 0
  private var running: (id: Int, work: JobWork)?
  private static let most = 50

  init(folder: StudioFolder, catalog: Catalog, configuration: StudioConfiguration) {
    self.folder = folder
    self.catalog = catalog
    self.configuration = configuration
  }

  /// Newest first.
  var all: [StudioJob] { jobs.reversed() }

  /// Whether one more may wait.
  var hasRoom: Bool { jobs.count { !$0.isOver } < configuration.limits.mostWaiting }

  /// Adds a job and starts it where none runs.
  func add(_ plan: Plan) throws(StudioError) -> StudioJob {
    guard hasRoom else {
      throw StudioError(
        subject: "the queue", expected: "at most \(configuration.limits.mostWaiting) jobs",
        actual: "so many wait already")
    }
    number += 1
    let title =
      switch plan {
      case .upload(_, let name): String(name.prefix(120))
      case .stages(let take): take.name
      }
    jobs.append(StudioJob(id: number, title: title))
    plans[number] = plan
    trim()
    startNext()
    return jobs[jobs.count - 1]
  }

  private func trim() {
    while jobs.count > Self.most, let place = jobs.firstIndex(where: \.isOver) {
      forget(jobs.remove(at: place).id)
    }
  }

  /// Says what a job asked. Throws where it asked nothing, or an answer is no answer.
  func answer(_ id: Int, with given: RecordingAnswers) throws(StudioError) {
    guard let place = jobs.firstIndex(where: { $0.id == id && $0.state == .asking }) else {
      throw StudioError(subject: "job \(id)", expected: "one that asks", actual: "it does not")
    }
    _ = try given.options
    answers[id] = given
    jobs[place].state = .waiting
    jobs[place].message = nil
    startNext()
  }

  /// Ends a job; does nothing to one that is over. False where there is none of this number.
  func cancel(_ id: Int) -> Bool {
    guard let place = jobs.firstIndex(where: { $0.id == id }) else { return false }
    if let running, running.id == id {
      running.work.cancel()
    } else if !jobs[place].isOver {
      jobs[place].state = .cancelled
      forget(id)
    }
    return true
  }

  /// Ends what runs, and starts nothing more.
  func stop() {
    for place in jobs.indices where !jobs[place].isOver && jobs[place].id != running?.id {
      jobs[place].state = .cancelled
      forget(jobs[place].id)
    }
    running?.work.cancel()
  }

  private func forget(_ id: Int) {
    if case .upload(let path, _) = plans.removeValue(forKey: id) {
      try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
    answers[id] = nil
  }

  private func startNext() {
    guard running == nil, let place = jobs.firstIndex(where: { $0.state == .waiting }),
      let plan = plans[jobs[place].id]
    else { return }
    let id = jobs[place].id
    jobs[place].state = .running
    let work = JobWork(
      plan: plan, answers: answers[id], folder: folder, catalog: catalog, configuration: configuration
    ) { [weak self] stage, done, total in
      Task { await self?.progress(id, stage, done, total) }
    }
    running = (id, work)
    let start = ContinuousClock.now
    // A thread of its own: stages are waited for.
    let thread = Thread { [weak self] in
      let end = work.run()
      let seconds = start.duration(to: .now) / .seconds(1)
      Task { await self?.finish(id, end, seconds) }
    }
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func progress(_ id: Int, _ stage: StudioJob.Stage, _ done: Int, _ total: Int?) {
    guard let place = jobs.firstIndex(where: { $0.id == id && $0.state == .running }) else { return }
    jobs[place].stage = stage
    jobs[place].done = done
    jobs[place].total = total
  }

  private func finish(_ id: Int, _ end: JobWork.End, _ seconds: Double) {
    running = nil
    if let place = jobs.firstIndex(where: { $0.id == id }) {
      jobs[place].seconds += seconds
      switch end {
      case .done(let take, let note):
        (jobs[place].state, jobs[place].take, jobs[place].message) = (.done, take, note)
      case .asks(let questions): (jobs[place].state, jobs[place].questions) = (.asking, questions)
      case .failed(let reason): (jobs[place].state, jobs[place].message) = (.failed, reason)
      case .cancelled: jobs[place].state = .cancelled
      }
      if jobs[place].isOver { forget(id) }
    }
    startNext()
  }
}
