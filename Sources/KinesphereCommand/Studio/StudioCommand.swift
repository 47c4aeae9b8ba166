import ArgumentParser
import Foundation
import KinesphereStudio

struct StudioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studio",
    abstract: "Serve a folder of takes as a page: library, player, comparison, live view.",
    discussion: """
      Open the address that it prints in a browser. Recordings that are dropped onto the page are converted, tracked \
      and recognised; what nobody says of them, the page asks. Takes that lie in the folder are shown at once. The \
      catalog (tags, notes) is kinesphere-catalog.sqlite in the folder.

      It listens on this machine alone. For others in the network give --address and a --token, which they need to open \
      the page; the way there is not encrypted.

      Examples:
        kinesphere studio
        kinesphere studio rehearsals --port 9000
        kinesphere studio --live synthetic
        kinesphere studio --address 0.0.0.0 --token 'a long secret'
      """)

  @Argument(help: ArgumentHelp("The folder of takes; made where it is absent.", valueName: "folder"))
  var folder = "takes"

  @Option(help: ArgumentHelp("The port; 0 takes a free one.", valueName: "number"))
  var port: UInt16 = 8787

  @Option(help: ArgumentHelp("The address to listen on, in numbers.", valueName: "address"))
  var address = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "What viewers must show, at least 8 characters; needed beyond loopback.", valueName: "text"))
  var token: String?

  @Option(
    help: ArgumentHelp(
      "Show this in the live view: a recording, played again and again, or synthetic. Other sources: start "
        + "'kinesphere live' and give its address to the page.", valueName: "source"))
  var live: String?

  func validate() throws {
    if folder.isEmpty { throw ValidationError("the folder's name is empty") }
    if let token, token.utf8.count < StudioConfiguration.shortestToken {
      throw ValidationError("--token should have at least \(StudioConfiguration.shortestToken) characters")
    }
    if live == "" { throw ValidationError("--live is empty: give a recording, or synthetic") }
    guard StudioConfiguration.isAddress(address) else {
      throw ValidationError(
        "--address should be an IPv4 or IPv6 address in numbers, such as 127.0.0.1, but is '\(address)'")
    }
    let isLoopback = StudioConfiguration(folder: folder, command: "", address: address).isLoopback
    if live != nil && !isLoopback {
      throw ValidationError("--live is for this machine alone: leave out --address")
    }
    if !isLoopback && token == nil {
      throw ValidationError("others can reach \(address): give --token, such as --token 'a long secret'")
    }
  }

  func run() throws {
    let command = Bundle.main.executablePath ?? CommandLine.arguments[0]
    var configuration = StudioConfiguration(
      folder: folder, command: command, address: address, port: port, token: token)
    Interruption.watch()
    let stream = try live.map { try StudioLive(command: command, source: $0) }
    defer { stream?.stop() }
    configuration.liveAddress = stream?.address
    let studio = try Studio(configuration)
    try StudioRun(studio: studio, address: address, hasToken: token != nil).run()
  }
}
