import FlyingSocks
import Foundation
import Synchronization

/// Waits for sockets with `poll`, each for a limited time.
///
/// It stands in for FlyingFox's epoll queue for two reasons. That one waits without a limit, so a viewer that stopped
/// reading, or a connection that never says anything, would hold its descriptor for ever. And it keeps what it knows of a
/// descriptor where the system refuses to remove one that was closed already: the next connection of that number is then
/// never heard. Here a wait is a row in a table, and a closed descriptor nothing special.
///
/// Connections also get what a live stream wants: no delay for small packets (TCP_NODELAY), and a send buffer of a second
/// or two, beyond which lines wait in the viewer's own queue, where the newest wins. Both are set whenever a wait begins: who
/// connects before the first wait for a connection does not have them from the listening socket.
///
/// Costs a `poll` over all connections, some 10 µs for a hundred, each time that one of them has something to read.
final class PatientQueue: EventQueue, Sendable {
  private let state: Mutex<State>

  private struct State {
    var table: WaitTable
    /// What to write to, and read from, to end a wait; -1 where closed.
    var wake: (near: Int32, far: Int32) = (-1, -1)
    var isStopped = false
  }

  private static let sendBuffer: Int32 = 65_536

  init(limits: WaitTable.Limits = WaitTable.Limits()) {
    state = Mutex(State(table: WaitTable(limits: limits)))
  }

  func open() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SocketError.makeFailed("socketpair") }
    state.withLock {
      $0.wake = (ends[1], ends[0])
      $0.isStopped = false
    }
  }

  func stop() throws {
    state.withLock { $0.isStopped = true }
    poke()
  }

  func close() throws {
    let ends = state.withLock { state in
      defer { state.wake = (-1, -1) }
      return state.wake
    }
    for end in [ends.near, ends.far] where end >= 0 { _ = Foundation.close(end) }
  }

  func addEvents(_ events: Socket.Events, for socket: Socket.FileDescriptor) throws {
    let isListening = Self.isListening(socket.rawValue)
    Self.tune(socket.rawValue)
    state.withLock { $0.table.add(events, for: socket, isPatient: isListening, now: Self.seconds()) }
    poke()
  }

  func removeEvents(_ events: Socket.Events, for socket: Socket.FileDescriptor) throws {
    state.withLock { $0.table.remove(events, for: socket) }
  }

  /// Waits until something can be read or written, has failed, or waited too long.
  func getNotifications() throws -> [EventNotification] {
    let (waits, far, nearest, isStopped) = state.withLock {
      (Array($0.table.waits), $0.wake.far, $0.table.nearest, $0.isStopped)
    }
    guard !isStopped, far >= 0 else { throw SocketError.disconnected }
    var files = waits.map { file, deadlines in
      pollfd(
        fd: file.rawValue,
        events: Int16(deadlines.reading == nil ? 0 : POLLIN) | Int16(deadlines.writing == nil ? 0 : POLLOUT),
        revents: 0)
    }
    files.append(pollfd(fd: far, events: Int16(POLLIN), revents: 0))
    let patience = min(max(0, nearest - Self.seconds()), 3600)
    let ready = poll(&files, UInt(files.count), Int32(patience * 1000) + 1)
    if ready < 0 && errno != EINTR { throw SocketError.makeFailed("poll") }
    if files[files.count - 1].revents != 0 { drain(far) }
    var notifications = zip(waits, files).compactMap { wait, file in
      file.revents == 0 ? nil : Self.notification(wait.key, file.revents)
    }
    for late in state.withLock({ $0.table.overdue(now: Self.seconds()) }) {
      notifications.append(EventNotification(file: late.file, events: late.events, errors: [.error]))
    }
    return notifications
  }

  /// A connection that hangs up can still hold bytes to read; reading then finds the end.
  private static func notification(_ file: Socket.FileDescriptor, _ found: Int16) -> EventNotification {
    var events = Socket.Events()
    if found & Int16(POLLIN) != 0 { events.insert(.read) }
    if found & Int16(POLLOUT) != 0 { events.insert(.write) }
    guard events.isEmpty else { return EventNotification(file: file, events: events, errors: []) }
    return EventNotification(file: file, events: [.read, .write], errors: [.endOfFile])
  }

  private func poke() {
    let near = state.withLock { $0.wake.near }
    var byte: UInt8 = 1
    // A full buffer will wake it just as well.
    if near >= 0 { _ = Foundation.send(near, &byte, 1, Int32(MSG_NOSIGNAL)) }
  }

  private func drain(_ far: Int32) {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(far, &bytes, bytes.count) > 0 {}
  }

  private static func isListening(_ file: Int32) -> Bool {
    var (value, length): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
    return getsockopt(file, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0 && value != 0
  }

  private static func tune(_ file: Int32) {
    var (on, size): (Int32, Int32) = (1, sendBuffer)
    let length = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &on, length)
    setsockopt(file, SOL_SOCKET, SO_SNDBUF, &size, length)
  }

  private static func seconds() -> Double { MonotonicClock.seconds }
}
