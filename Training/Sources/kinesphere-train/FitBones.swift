import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereTraining

struct FitBones: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-bones",
    abstract: "Fit the nearest-bone labels' pieces and radii to synthetic people.",
    discussion: """
      Prints the mean overlap with the renderer's parts on other people before and after, and the numbers for
      NearestBone+Fitted.swift: part, start and end along its bone, radius in metres. Some minutes.

      Example:
        kinesphere-train fit-bones --skeleton kinect
      """)

  @Option(help: "Where the key-points lie: anatomical or kinect.")
  var skeleton: NetworkWeights.Skeleton = .anatomical

  @Option(help: "People that are fitted to.")
  var people = BoneFit.Configuration().people

  @Option(help: "People that are measured.")
  var measuredPeople = BoneFit.Configuration().measuredPeople

  @Option(help: "Fixes the people that are fitted to.")
  var seed: UInt64 = BoneFit.Configuration().seed

  @Option(help: "Fixes the people that are measured.")
  var measuredSeed: UInt64 = BoneFit.Configuration().measuredSeed

  @Option(help: "Threads.")
  var threads = 2

  @Flag(help: "Measure the present numbers alone.")
  var measureOnly = false

  func validate() throws {
    guard people > 0, measuredPeople > 0, threads > 0 else {
      throw ValidationError("--people, --measured-people and --threads must be 1 or more")
    }
    guard seed != measuredSeed else { throw ValidationError("--seed and --measured-seed must differ") }
  }

  func run() throws {
    var settings = BoneFit.Configuration()
    (settings.people, settings.measuredPeople) = (people, measuredPeople)
    (settings.seed, settings.measuredSeed, settings.threads) = (seed, measuredSeed, threads)
    let fit = BoneFit(settings, skeleton: skeleton)
    let present: NearestBone = skeleton == .kinect ? .kinect : .anatomical
    let start = BoneFit.start(skeleton)
    try report("start", start, fit)
    try report("present", present, fit)
    if measureOnly { return }
    let fitted = try fit.fit(start) { step, overlap in
      Session.say(String(format: "steps of %.3f: %.4f", step, overlap))
    }
    try report("fitted", fitted, fit)
    for bone in fitted.bones {
      print(
        String(format: "%-18@ %.4f %.4f %.4f", "\(bone.part)" as NSString, bone.start, bone.end, bone.radius))
    }
  }

  private func report(_ name: String, _ rule: NearestBone, _ fit: BoneFit) throws {
    let overlaps = try fit.overlaps(of: rule)
    let least = overlaps.indices.min { overlaps[$0] < overlaps[$1] } ?? 0
    print(
      String(
        format: "%@: mean overlap %.4f on other people, %.4f on those fitted to; the least %.3f (%@)", name,
        overlaps.reduce(0, +) / 18, try fit.fitted(rule), overlaps[least], PartLabels.names[least]))
  }
}

extension NetworkWeights.Skeleton: @retroactive ExpressibleByArgument {}
