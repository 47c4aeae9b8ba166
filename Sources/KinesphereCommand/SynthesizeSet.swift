import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

extension SyntheticActionSet: ExpressibleByArgument {}

/// Films performances into takes.
struct PerformanceFilm {
  var isInRoom = false
  var isUnmirrored = false
  var hasKinectLabels = false
  /// The command that makes it again.
  let provenance: String

  var camera: Camera {
    var camera = Camera.kinect2
    camera.isMirrored = !isUnmirrored
    return camera
  }

  var configuration: SyntheticPerformance.Configuration {
    var configuration = SyntheticPerformance.Configuration()
    configuration.isInRoom = isInRoom
    return configuration
  }

  /// Seconds of the empty room at the start.
  private var leadIn: Double { isInRoom ? 1 : 0 }

  /// Writes one take of that name; an unfinished one is not left behind.
  func write(_ performance: SyntheticPerformance, to path: String) throws -> Int {
    let performer = performance.performer
    let description = TakeDescription(
      camera: performance.camera, rate: performance.rate, isSegmented: performance.room == nil,
      dancer: "synthetic, \(performer.name), \(performer.isTrained ? "trained" : "untrained")",
      provenance: provenance, stages: ["synthesized"], labels: hasKinectLabels ? .kinect : .anatomical,
      beats: performance.beats.map { $0 + leadIn }, tempo: performance.tempo,
      actions: performance.actions.map { $0.moved(by: leadIn) })
    let writer = try TakeWriter(creating: path, description: description)
    do {
      try film(performance, into: writer)
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
    return writer.frameCount
  }

  private func film(_ performance: SyntheticPerformance, into writer: TakeWriter) throws {
    var stage = SyntheticStage(camera: performance.camera)
    for index in 0..<Int(leadIn * performance.rate) {
      try Interruption.check()
      performance.filmEmptyRoom(index, on: &stage)
      try writer.append(stage.frame(at: performance.time(of: index)))
    }
    for index in 0..<performance.count {
      try Interruption.check()
      performance.film(index, on: &stage)
      let labels =
        hasKinectLabels ? KinectConvention.pose(from: stage.truth, isMirrored: !isUnmirrored) : stage.truth
      try writer.append(stage.frame(at: leadIn + performance.time(of: index)), labels: labels)
    }
  }
}
