import FlyingSocks

/// Which connections wait to read or to write, and until when: a state machine over times that its owner tells it.
///
/// Times are seconds of a clock that only runs forwards. A wait that goes on keeps its deadline; one that begins anew, after
/// something moved, gets a new one.
struct WaitTable {
  /// Seconds after which a wait has failed.
  struct Limits: Sendable, Equatable {
    var reading = 60.0
    var writing = 20.0
  }

  /// One connection's deadlines; nil where it does not wait for that.
  struct Deadlines: Equatable {
    var reading: Double?
    var writing: Double?

    var isEmpty: Bool { reading == nil && writing == nil }
  }

  let limits: Limits
  private(set) var waits: [Socket.FileDescriptor: Deadlines] = [:]

  init(limits: Limits = Limits()) { self.limits = limits }

  /// A connection waits for events, those that it waited for before included; `isPatient` waits for ever.
  mutating func add(_ events: Socket.Events, for file: Socket.FileDescriptor, isPatient: Bool, now: Double) {
    var deadlines = waits[file] ?? Deadlines()
    if events.contains(.read), deadlines.reading == nil {
      deadlines.reading = isPatient ? .infinity : now + limits.reading
    }
    if events.contains(.write), deadlines.writing == nil {
      deadlines.writing = isPatient ? .infinity : now + limits.writing
    }
    waits[file] = deadlines
  }

  /// A connection no longer waits for events.
  mutating func remove(_ events: Socket.Events, for file: Socket.FileDescriptor) {
    guard var deadlines = waits[file] else { return }
    if events.contains(.read) { deadlines.reading = nil }
    if events.contains(.write) { deadlines.writing = nil }
    waits[file] = deadlines.isEmpty ? nil : deadlines
  }

  /// The nearest deadline; infinite where nobody waits or all are patient.
  var nearest: Double {
    waits.values.reduce(.infinity) { min($0, $1.reading ?? .infinity, $1.writing ?? .infinity) }
  }

  /// What has waited too long.
  func overdue(now: Double) -> [(file: Socket.FileDescriptor, events: Socket.Events)] {
    waits.compactMap { file, deadlines in
      var events = Socket.Events()
      if let reading = deadlines.reading, reading <= now { events.insert(.read) }
      if let writing = deadlines.writing, writing <= now { events.insert(.write) }
      return events.isEmpty ? nil : (file, events)
    }
  }
}
