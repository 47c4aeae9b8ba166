import ArgumentParser
import Foundation
import KinesphereExport
import KinesphereStudio

/// Where a live stream goes.
struct LiveOutputFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Send key-points and joint angles there as OSC, over UDP; may be given several times.",
      valueName: "host:port"),
    transform: { try Self.address($0, "--osc", port: nil) })
  var osc: [NetworkAddress] = []

  @Option(
    help: ArgumentHelp(
      "Send an avatar's bones there as VMC, over UDP; port 39539 if none is named. May be given several times.",
      valueName: "host[:port]"),
    transform: { try Self.address($0, "--vmc", port: VMCMessages.port) })
  var vmc: [NetworkAddress] = []

  @Flag(help: "Let --osc and --vmc reach many: broadcast and multicast addresses.")
  var broadcast = false

  @Option(
    defaultAsFlag: Int(LiveServer.port),
    help: ArgumentHelp(
      "Serve viewers over WebSocket, on this port; 0 takes any that is free. So without any other output too.",
      valueName: "port"))
  var websocket: Int?

  @Option(
    help: ArgumentHelp(
      "The address to serve on; one that others can reach needs --token.", valueName: "address"))
  var address: String?

  @Option(help: ArgumentHelp("What viewers must know.", valueName: "word"))
  var token: String?

  @Option(
    help: ArgumentHelp("Web pages from there may watch too; may be given several times.", valueName: "origin")
  )
  var origin: [String] = []

  @Flag(help: "Print a line of JSON per frame, as 'track -' does.")
  var lines = false

  /// Served where it is asked for, or where nothing else is.
  var webSocketPort: UInt16? {
    websocket.map { UInt16(clamping: $0) } ?? (osc.isEmpty && vmc.isEmpty && !lines ? LiveServer.port : nil)
  }

  static func address(_ text: String, _ flag: String, port: UInt16?) throws -> NetworkAddress {
    guard let address = NetworkAddress(parsing: text, port: port) else {
      throw ValidationError(
        "\(flag) should be an address such as 127.0.0.1:\(port ?? 9000), but is '\(text)'")
    }
    return address
  }

  func validate() throws {
    if let websocket, !(0...65_535).contains(websocket) {
      throw ValidationError("--websocket should be a port from 0 to 65535, but is \(websocket)")
    }
    if webSocketPort == nil, address != nil || token != nil || !origin.isEmpty {
      throw ValidationError("--address, --token and --origin are for viewers: give --websocket too")
    }
    if let address, !LiveServer.isAddress(address) {
      throw ValidationError(
        "--address should be an IPv4 address in numbers, such as 127.0.0.1, but is '\(address)'")
    }
    if let token, token.utf8.count < 8 {
      throw ValidationError("--token should have at least 8 characters, but has \(token.utf8.count)")
    }
    if let address, !address.hasPrefix("127."), token == nil {
      throw ValidationError("others can reach \(address): give --token too, a word that viewers must know")
    }
  }
}
