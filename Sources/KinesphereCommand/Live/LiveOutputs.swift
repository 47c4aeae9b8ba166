import Foundation
import Kinesphere
import KinesphereData
import KinesphereExport
import KinesphereStudio

/// Everything that a tracked frame is handed to, in order: OSC, VMC, standard output, viewers.
///
/// Buffers are used again; a frame allocates only the bytes that viewers share.
struct LiveOutputs {
  private let osc: [UDPSender]
  private let vmc: [UDPSender]
  private let output: OutputFile?
  /// nil where nobody is served.
  let hub: LiveHub?
  private let keyPoints = KeyPointMessages()
  private var avatar: VMCMessages
  private var oscWriter = OSCWriter()
  private var vmcWriter = OSCWriter()
  private var line: [UInt8] = []

  /// Resolves all addresses; throws where one leads nowhere.
  init(_ flags: LiveOutputFlags, hub: LiveHub?, isMirrored: Bool) throws {
    osc = try flags.osc.map { try UDPSender(to: $0, allowsBroadcast: flags.broadcast) }
    vmc = try flags.vmc.map { try UDPSender(to: $0, allowsBroadcast: flags.broadcast) }
    output = flags.lines ? OutputFile(descriptor: STDOUT_FILENO, name: "standard output") : nil
    self.hub = hub
    avatar = VMCMessages(isMirrored: isMirrored)
  }

  /// Hands a frame on. Throws where standard output fails; what the network does not take is counted.
  mutating func send(_ tracked: TrackedFrame) throws(OutputError) {
    if !osc.isEmpty {
      oscWriter.start()
      keyPoints.write(tracked, to: &oscWriter)
      Self.send(oscWriter, to: osc)
    }
    if !vmc.isEmpty {
      vmcWriter.start()
      avatar.write(tracked, to: &vmcWriter)
      Self.send(vmcWriter, to: vmc)
    }
    guard output != nil || hub != nil else { return }
    line.removeAll(keepingCapacity: true)
    line.append(frameLine: tracked)
    if let output {
      let line = line
      try output.append { bytes in
        bytes.append(contentsOf: line)
        bytes.append(UInt8(ascii: "\n"))
      }
      try output.flush()
    }
    hub?.publish(line)
  }

  private static func send(_ writer: OSCWriter, to senders: [UDPSender]) {
    for packet in 0..<writer.packetCount {
      writer.withPacket(packet) { bytes in
        for sender in senders { sender.send(bytes) }
      }
    }
  }

  /// A line for each receiver over UDP.
  var summaries: [(name: String, sender: UDPSender)] {
    osc.map { ("osc \($0.address)", $0) } + vmc.map { ("vmc \($0.address)", $0) }
  }
}
