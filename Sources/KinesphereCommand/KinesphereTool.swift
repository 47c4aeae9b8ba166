import ArgumentParser
import Foundation
import KinesphereData

/// `kinesphere`: the command. One file per subcommand; the work is done in the libraries.
@main
struct KinesphereTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinesphere",
    abstract: "Depth recordings of a dancer become 3-D key-points.",
    discussion: """
      Start with 'kinesphere demo', or with a recording of your own:
        kinesphere track dance.take

      Exit code 0: done. 1: the data or the disk is at fault, with one line that says what was expected and what \
      was found. 64: wrong usage. 130: interrupted; nothing was left under the final names.
      """,
    version: "0.1.0",
    subcommands: [
      Track.self, Live.self, Demo.self, Inspect.self, Convert.self, Background.self, Detect.self,
      Synthesize.self, Recognise.self, LearnActions.self, StudioCommand.self, Evaluate.self,
      RecognitionReports.self, Posture.self, Bench.self,
    ])

  static func main() {
    // A reader that goes away, or a limit on the file size, becomes an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch is Interrupted {
      StandardError.note("interrupted; nothing was left under the final names")
      Foundation.exit(130)
    } catch let error as OutputError where error.code == EPIPE {
      // Whoever read our lines has seen enough.
      Foundation.exit(0)
    } catch {
      exit(withError: error)
    }
  }
}
