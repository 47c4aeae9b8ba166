import ArgumentParser
import Foundation
import KinesphereData

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a run's best weights as the runtime reads them.",
    discussion: """
      Example:
        kinesphere-train export runs/default --output weights.safetensors --half
        kinesphere track recording.mat --weights weights.safetensors
      """)

  @Argument(help: "The run folder.")
  var folder: String

  @Option(help: "The weights file to write.")
  var output: String

  @Flag(help: "Store in half precision: half the size, about three digits.")
  var half = false

  func run() throws {
    let weights = try NetworkWeights.load("\(folder)/weights.safetensors")
    _ = try weights.makeLSTMCNN()
    _ = try weights.makeEncoder()
    try weights.write(to: output, storage: half ? .half : .single)
    Session.say(
      "wrote \(output): \(weights.parameters.values.count) numbers, preset \(weights.configuration.preset)")
  }
}
