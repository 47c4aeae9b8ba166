import ArgumentParser

/// How a live stream is played and shown.
struct LivePlayFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Play a recording faster or slower; max: as fast as it is tracked, without dropping.",
      valueName: "factor|max"),
    transform: LiveSpeed.init)
  var speed: LiveSpeed?

  @Flag(help: "Play a recording again and again.")
  var loop = false

  @Flag(help: "Make the source wait rather than drop frames; for files on standard input.")
  var everyFrame = false

  @Flag(inversion: .prefixedNo, help: "Smooth the key-points (one-euro filter), and tell what that costs.")
  var filter = true

  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
  var seconds: Double?

  @Option(help: ArgumentHelp("Write the summary as JSON too.", valueName: "file"))
  var json: String?

  func validate() throws {
    if let seconds, !(seconds > 0 && seconds <= 1e7) {
      throw ValidationError("--seconds should be above 0 and at most 10000000, but is \(seconds)")
    }
    if json == "" || json == "-" {
      throw ValidationError("--json should name a file, but is '\(json ?? "")'")
    }
  }
}
