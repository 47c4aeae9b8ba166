import FlyingFox
import Foundation

/// The frames that a viewer sends (RFC 6455, 5), one at a time and with a limit over each message.
actor WebSocketReader {
  private let reader: WireReader
  private let longestMessage: Int
  /// Bytes of the message whose last frame has not come yet; nil between messages.
  private var message: Int?
  private var isOver = false

  init(_ reader: WireReader, longestMessage: Int) {
    self.reader = reader
    self.longestMessage = longestMessage
  }

  /// The next frame, unmasked; nil after the one that closes. Throws ``WireFault``.
  func next() async throws -> WSFrame? {
    guard !isOver else { return nil }
    do {
      let frame = try await read()
      isOver = frame.opcode == .close
      return frame
    } catch {
      isOver = true
      throw error
    }
  }

  private func read() async throws -> WSFrame {
    let start = try await reader.bytes(2)
    let (isFinal, opcode) = (start[0] & 0x80 != 0, WSFrame.Opcode(start[0] & 0xF))
    // No extension was agreed on, and a client masks.
    guard start[0] & 0x70 == 0, start[1] & 0x80 != 0 else { throw WireFault.malformed }
    let length = try await length(start[1] & 0x7F)
    try check(opcode, length, isFinal)
    let mask = try await reader.bytes(4)
    var payload = try await reader.bytes(length)
    for place in payload.indices { payload[place] ^= mask[place & 3] }
    return WSFrame(fin: isFinal, opcode: opcode, mask: nil, payload: Data(payload))
  }

  private func length(_ short: UInt8) async throws -> Int {
    guard short > 125 else { return Int(short) }
    let long = try await reader.bytes(short == 126 ? 2 : 8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard long <= UInt64(longestMessage) else { throw WireFault.tooLong }
    return Int(long)
  }

  private func check(_ opcode: WSFrame.Opcode, _ length: Int, _ isFinal: Bool) throws(WireFault) {
    switch opcode {
    case .close, .ping, .pong:
      guard isFinal, length <= 125 else { throw .malformed }
    case .text, .binary, .continuation:
      guard (opcode == .continuation) == (message != nil) else { throw .malformed }
      let whole = (message ?? 0) + length
      guard whole <= longestMessage else { throw .tooLong }
      message = isFinal ? nil : whole
    default: throw .malformed
    }
  }
}
