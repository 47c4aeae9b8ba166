import Foundation

/// A file that is written from front to back through one buffer of 64 kB.
///
/// Every failure of the system (disk full, no permission) is thrown where it happens; call ``close()`` to see the last one.
public final class OutputFile {
  public let path: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var buffer: [UInt8] = []
  private var isOpen = true
  private static let capacity = 1 << 16

  /// Creates or empties the file.
  public init(path: String) throws(OutputError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    ownsDescriptor = true
    guard descriptor >= 0 else { throw OutputError(file: path, expected: "be made") }
    buffer.reserveCapacity(Self.capacity + 4096)
  }

  /// Writes a text under a temporary name and renames: nothing stands under `path` before it is whole.
  public static func writeWhole(_ text: String, to path: String) throws(OutputError) {
    try writeWhole(text.utf8, to: path)
  }

  /// Writes bytes, as a text is written.
  public static func writeWhole(_ content: some Collection<UInt8>, to path: String) throws(OutputError) {
    try writeWhole(to: path) { file throws(OutputError) in
      try file.append { $0.append(contentsOf: content) }
    }
  }

  /// Lets `body` write under a temporary name, brings it to the disk and renames: nothing stands under `path` before it is whole.
  ///
  /// Others that write the same file meanwhile, threads or programs, have temporary names of their own: the last to end is
  /// what stays.
  public static func writeWhole(
    to path: String, _ body: (OutputFile) throws(OutputError) -> Void
  ) throws(OutputError) {
    if try isDevice(path) { return try writeThrough(to: path, body) }
    let file = try OutputFile(partOf: path)
    do throws(OutputError) {
      try body(file)
      try file.flush()
      guard fsync(file.descriptor) == 0 else { throw OutputError(file: path, expected: "be written") }
      // Open still, and so locked: else another could take the temporary name for its own.
      guard rename(file.path, path) == 0 else { throw OutputError(file: path, expected: "be replaced") }
    } catch {
      unlink(file.path)
      throw OutputError(file: path, expected: error.expected, code: error.code)
    }
    try file.close()
  }

  /// Whether a device stands there, such as `/dev/null`, or what `/dev/stdout` names, whose place no file may take; throws for a
  /// pipe or a socket.
  private static func isDevice(_ path: String) throws(OutputError) -> Bool {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return false }
    switch facts.st_mode & S_IFMT {
    case S_IFCHR: return true
    case S_IFDIR: return false
    case S_IFREG: return ["/dev/std", "/dev/fd/", "/proc/"].contains { path.hasPrefix($0) }
    default: throw OutputError(file: path, expected: "be a file", code: ENOTSUP)
    }
  }

  private static func writeThrough(
    to path: String, _ body: (OutputFile) throws(OutputError) -> Void
  ) throws(OutputError) {
    let file = try OutputFile(path: path)
    try body(file)
    try file.close()
  }

  /// Makes `NAME.part`, or `NAME.1.part` and so on where another writer has that.
  private init(partOf path: String) throws(OutputError) {
    ownsDescriptor = true
    var problem = EWOULDBLOCK
    for attempt in 0..<100 {
      let name = path + (attempt == 0 ? "" : ".\(attempt)") + ".part"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else {
        problem = errno
        // Something stands there that is not ours to write, or no file.
        if [EACCES, EISDIR, ELOOP].contains(problem), access(name, F_OK) == 0 { continue }
        throw OutputError(file: path, expected: "be made", code: problem)
      }
      guard FileLock.isTaken(descriptor, named: name) else {
        _ = closeDescriptor(descriptor)
        continue
      }
      guard ftruncate(descriptor, 0) == 0 else {
        problem = errno
        _ = closeDescriptor(descriptor)
        throw OutputError(file: path, expected: "be made", code: problem)
      }
      self.path = name
      self.descriptor = descriptor
      buffer.reserveCapacity(Self.capacity + 4096)
      return
    }
    throw OutputError(file: path, expected: "be made", code: problem)
  }

  /// Writes to a descriptor that someone else opened and closes, such as standard output.
  public init(descriptor: Int32, name: String) {
    path = name
    self.descriptor = descriptor
    ownsDescriptor = false
    buffer.reserveCapacity(Self.capacity + 4096)
  }

  deinit {
    if ownsDescriptor && isOpen { _ = closeDescriptor(descriptor) }
  }

  /// Appends what the closure puts into the buffer.
  public func append(_ fill: (inout [UInt8]) -> Void) throws(OutputError) {
    fill(&buffer)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Appends a text.
  public func append(_ text: String) throws(OutputError) {
    try append { $0.append(contentsOf: text.utf8) }
  }

  /// Hands everything so far to the system.
  public func flush() throws(OutputError) {
    var start = 0
    while start < buffer.count {
      let written = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + start, $0.count - start) }
      if written < 0 {
        if errno == EINTR { continue }
        throw OutputError(file: path, expected: "be written")
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes the rest and closes; a full disk shows here at the latest.
  public func close() throws(OutputError) {
    try flush()
    guard ownsDescriptor && isOpen else { return }
    isOpen = false
    guard closeDescriptor(descriptor) == 0 else { throw OutputError(file: path, expected: "be written") }
  }
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
