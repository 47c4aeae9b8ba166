import Foundation
import KinesphereTraining
import Synchronization
import Torch

/// What must hold for the whole process before libtorch works.
enum TrainingProcess {
  private static let stop = Atomic<Bool>(false)

  /// True once Ctrl-C or SIGTERM came.
  static var isStopping: Bool { stop.load(ordering: .relaxed) }

  /// Starts the program again with a short spin of idle OpenMP threads, unless the caller chose one.
  ///
  /// libtorch's threads spin while they wait. With another busy process beside, a step of 12 ms then takes seconds; with
  /// a spin of 1000 it takes 60 ms, and nothing is lost on an idle machine. libgomp reads the variable once, when it is
  /// loaded, so setting it here is too late for this process.
  static func limitSpinning() {
    guard getenv("GOMP_SPINCOUNT") == nil, getenv("OMP_WAIT_POLICY") == nil else { return }
    setenv("GOMP_SPINCOUNT", "1000", 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", &arguments)
    // Only reached where the system refuses: then it runs on, slower when others work.
  }

  /// From now on Ctrl-C and SIGTERM ask for a stop; the second one ends the process at once.
  static func catchSignals() {
    _ = isStopping
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        TrainingProcess.stop.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Computes there from now on, or says why not.
  static func use(_ device: Engine.Device) throws {
    do {
      try Engine.setDevice(device)
    } catch {
      throw TrainingError(
        .run, at: "device `\(device.rawValue)`",
        expected: "a GPU and libtorch's build for it (TORCH=cuda scripts/setup training)",
        actual: error.message)
    }
  }
}
