import ArgumentParser
import Foundation
import KinesphereTraining

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train by a recipe into a new run folder.",
    discussion: """
      Example:
        kinesphere-train run Training/Recipes/utd-encoder.json --data utd=data/utd --output runs/utd-encoder
      """)

  @Argument(help: "The recipe, a JSON file.")
  var recipe: String

  @Option(help: "The run folder to make; default runs/NAME, after the recipe's name.")
  var output: String?

  @Flag(
    name: .customLong("continue"),
    help: "Go on where the run folder exists and was made by this recipe; do nothing where it is finished.")
  var goesOn = false

  @Option(help: "A run folder or weights to start from, instead of the recipe's.")
  var start: String?

  @Option(help: "Stop after this many epochs, as Ctrl-C would; `resume` goes on.")
  var untilEpoch: Int?

  @OptionGroup var data: DataOptions

  func run() throws {
    var recipe = try Recipe(path: recipe)
    if let start { recipe.start = start }
    let path = output ?? "runs/\(recipe.name)"
    let session = Session(recipe: recipe, data: data, untilEpoch: untilEpoch)
    guard goesOn, let folder = try? RunFolder(existing: path) else { return try session.begin(in: path) }
    guard try folder.recipe().trainsLike(recipe) else {
      throw TrainingError(
        .run, at: path, expected: "the run of this recipe (or another --output)",
        actual: "its recipe.json says otherwise")
    }
    try session.goOn(folder)
  }
}

struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a run from its last checkpoint.",
    discussion: """
      The bytes are those of a run that was never stopped. One that was killed before its first checkpoint begins anew;
      with one that is finished there is nothing to do.

      Example:
        kinesphere-train resume runs/utd-encoder --data utd=data/utd
      """)

  @Argument(help: "The run folder.")
  var folder: String

  @Option(help: "Stop after this many epochs in all.")
  var untilEpoch: Int?

  @OptionGroup var data: DataOptions

  func run() throws {
    let folder = try RunFolder(existing: folder)
    try Session(recipe: folder.recipe(), data: data, untilEpoch: untilEpoch).goOn(folder)
  }
}
