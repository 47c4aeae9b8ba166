import CZlib
import Kinesphere

/// Writes an `.npz` as `numpy.savez` does: members stored, sizes of 64 bits.
///
/// `depth` [frames, height, width] in millimetres (u2), `times` [frames] in seconds (f8), `camera` [5]: focal lengths and
/// centre in pixels and 1 where the picture is mirrored (f8), `rate` (f8), and `description`, the bytes of the take's JSON. The
/// depth streams to the disk: memory is a frame, and 8 bytes a frame for its time.
final class ArrayWriter: RecordingWriter {
  /// One member of the zip.
  private struct Member {
    var name: String
    var offset: Int
    var size: Int
    var checksum: UInt32
  }

  private let file: PartFile
  private let description: TakeDescription
  private var members: [Member] = []
  private var times: [Double] = []
  private var bytes: [UInt8]
  private var sum = uLong(0)
  private static let headerSize = 192

  var frameCount: Int { times.count }

  init(path: String, description: TakeDescription) throws(RecordingError) {
    file = try PartFile(path: path)
    self.description = description
    bytes = [UInt8](repeating: 0, count: 2 * description.camera.width * description.camera.height)
    // Sizes, checksum and the number of frames are set at the end.
    try file.append(
      Self.head("depth.npy", size: 0, checksum: 0) + [UInt8](repeating: 0, count: Self.headerSize))
  }

  func append(_ frame: DepthFrame, labels: Pose?) throws(RecordingError) {
    try description.camera.check(frame, file: file.path)
    for (index, value) in frame.depth.storage.enumerated() {
      bytes[2 * index] = UInt8(truncatingIfNeeded: value)
      bytes[2 * index + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    sum = crc32(sum, bytes, UInt32(bytes.count))
    try file.append(bytes)
    times.append(frame.time)
  }

  func finish() throws(RecordingError) {
    let camera = description.camera
    let header = NPYHeader.bytes(
      descr: "<u2", shape: [frameCount, camera.height, camera.width], length: Self.headerSize)
    let size = header.count + frameCount * bytes.count
    let whole = crc32_combine(
      crc32(0, header, UInt32(header.count)), sum, frameCount * bytes.count)
    let depth = Member(name: "depth.npy", offset: 0, size: size, checksum: UInt32(whole))
    try file.write(Self.head(depth.name, size: size, checksum: depth.checksum) + header, at: 0)
    members.append(depth)
    try add("times", shape: [frameCount], times)
    let numbers = [camera.focalX, camera.focalY, camera.centreX, camera.centreY, camera.isMirrored ? 1 : 0]
    try add("camera", shape: [5], numbers.map(Double.init))
    try add("rate", shape: [], [description.rate])
    var whose = description
    whose.frames = frameCount
    let text = Array(((try? whose.json()) ?? "").utf8)
    try add("description", NPYHeader.bytes(descr: "|u1", shape: [text.count]) + text)
    try writeDirectory()
    try file.finish()
  }

  func discard() { file.discard() }

  private func add(_ name: String, shape: [Int], _ values: [Double]) throws(RecordingError) {
    var content = NPYHeader.bytes(descr: "<f8", shape: shape)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { content += $0 } }
    try add(name, content)
  }

  private func add(_ name: String, _ content: [UInt8]) throws(RecordingError) {
    let checksum = UInt32(crc32(0, content, UInt32(content.count)))
    members.append(Member(name: name + ".npy", offset: file.size, size: content.count, checksum: checksum))
    try file.append(Self.head(name + ".npy", size: content.count, checksum: checksum) + content)
  }

  /// A member's local head with sizes of 64 bits; always equally long for one name.
  private static func head(_ name: String, size: Int, checksum: UInt32) -> [UInt8] {
    var head = number(0x0403_4B50, 4) + number(45, 2) + number(0, 2) + number(0, 2)
    head += number(0, 2) + number(0x21, 2)  // midnight, 1 January 1980: the same bytes every time
    head += number(Int(checksum), 4) + number(0xFFFF_FFFF, 4) + number(0xFFFF_FFFF, 4)
    head += number(name.utf8.count, 2) + number(20, 2) + Array(name.utf8)
    return head + number(1, 2) + number(16, 2) + number(size, 8) + number(size, 8)
  }

  private func writeDirectory() throws(RecordingError) {
    let start = file.size
    var directory: [UInt8] = []
    for member in members {
      directory += Self.number(0x0201_4B50, 4) + Self.number(45, 2) + Self.number(45, 2) + Self.number(0, 2)
      directory += Self.number(0, 2) + Self.number(0, 2) + Self.number(0x21, 2)
      directory +=
        Self.number(Int(member.checksum), 4) + Self.number(0xFFFF_FFFF, 4) + Self.number(0xFFFF_FFFF, 4)
      directory += Self.number(member.name.utf8.count, 2) + Self.number(28, 2) + Self.number(0, 2)
      directory +=
        Self.number(0, 2) + Self.number(0, 2) + Self.number(0o600 << 16, 4) + Self.number(0xFFFF_FFFF, 4)
      directory += Array(member.name.utf8) + Self.number(1, 2) + Self.number(24, 2)
      directory += Self.number(member.size, 8) + Self.number(member.size, 8) + Self.number(member.offset, 8)
    }
    let size = directory.count
    directory += Self.number(0x0606_4B50, 4) + Self.number(44, 8) + Self.number(45, 2) + Self.number(45, 2)
    directory +=
      Self.number(0, 4) + Self.number(0, 4) + Self.number(members.count, 8) + Self.number(members.count, 8)
    directory += Self.number(size, 8) + Self.number(start, 8)
    directory +=
      Self.number(0x0706_4B50, 4) + Self.number(0, 4) + Self.number(start + size, 8) + Self.number(1, 4)
    directory += Self.number(0x0605_4B50, 4) + Self.number(0, 2) + Self.number(0, 2)
    directory += Self.number(members.count, 2) + Self.number(members.count, 2) + Self.number(size, 4)
    directory += Self.number(0xFFFF_FFFF, 4) + Self.number(0, 2)
    try file.append(directory)
  }

  private static func number(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
