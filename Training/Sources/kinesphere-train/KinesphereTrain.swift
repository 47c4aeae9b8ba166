import ArgumentParser

/// The researcher's command.
@main
struct KinesphereTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinesphere-train",
    abstract: "Train Kinesphere's networks and measure them.",
    discussion: """
      A recipe (JSON) decides a run; a run folder keeps recipe, log, curves, checkpoint and weights.

      Example:
        kinesphere-train run Training/Recipes/utd-encoder.json --data utd=data/utd --output runs/utd-encoder
        kinesphere-train resume runs/utd-encoder --data utd=data/utd
      """,
    subcommands: [
      Run.self, Resume.self, Export.self, Evaluate.self, EvaluateParts.self, EvaluateSequences.self,
      EvaluateActions.self, Adapt.self, EvaluateAdapt.self, FitBones.self,
    ])
}
