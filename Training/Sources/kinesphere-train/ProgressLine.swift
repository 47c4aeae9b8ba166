import Foundation
import KinesphereTraining

/// One line on standard error that is written over: epoch, batch, loss, rate and time left.
struct ProgressLine {
  private let recipe: Recipe
  private let isTerminal: Bool
  private var start: ContinuousClock.Instant?
  private var firstStep = 0
  private var lastShown: ContinuousClock.Instant?

  init(_ recipe: Recipe) {
    self.recipe = recipe
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  mutating func step(_ progress: TrainingProgress, batches: Int, loss: Double) {
    let now = ContinuousClock.now
    guard let start else {
      start = now
      firstStep = progress.step
      return
    }
    let pause: Duration = isTerminal ? .milliseconds(500) : .seconds(30)
    if let lastShown, now - lastShown < pause { return }
    lastShown = now
    let rate = Double(progress.step - firstStep) / ((now - start) / .seconds(1))
    let left = Double(recipe.optimisation.epochs * batches - progress.step) / max(rate, 1e-9)
    let line = String(
      format: "epoch %d/%d  batch %d/%d  loss %.4f  %.0f samples/s  %@ left", progress.epoch + 1,
      recipe.optimisation.epochs, progress.batch, batches, loss, rate * Double(recipe.optimisation.batch),
      Self.clock(left))
    write(line)
  }

  /// A line that stays.
  func epoch(_ record: EpochRecord) {
    let line = String(
      format:
        "epoch %3d  loss %.4f  training %.2f cm  validation %.2f cm, %.1f %% within 10 cm, MAE %.4f m, RMSE %.4f m%@  %.0f s%@",
      record.epoch, record.loss, record.training.meanError * 100, record.validation.meanError * 100,
      record.validation.within10cm * 100, record.validation.mae, record.validation.rmse,
      record.validation.meanOverlap.map { String(format: ", parts %.3f", $0) } ?? "", record.seconds,
      record.isBest ? "  best" : "")
    FileHandle.standardError.write(Data(((isTerminal ? "\r\u{1B}[K" : "") + line + "\n").utf8))
  }

  private func write(_ line: String) {
    let text = isTerminal ? "\r\u{1B}[K" + line : line + "\n"
    FileHandle.standardError.write(Data(text.utf8))
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999))
    return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }
}
