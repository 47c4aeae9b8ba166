import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct AdaptationEvaluationTests {
    init() throws { try Engine.setThreads(1) }

    private func start(_ skeleton: NetworkWeights.Skeleton) throws -> NetworkWeights {
      let task = try SmallData.partsTask(SmallData.partsRecipe(.supervised))
      let plain = try #require(try task.exported())
      var configuration = plain.configuration
      configuration.skeleton = skeleton
      return NetworkWeights(configuration: configuration, parameters: plain.parameters, source: "small")
    }

    private var quick: Adaptation.Configuration {
      var quick = Adaptation.Configuration()
      (quick.steps, quick.batch, quick.synthetic, quick.threads) = (60, 4, 16, 1)
      (quick.rate, quick.labelTiming) = (0.01, .aligned)
      return quick
    }

    /// An encoder that knows nothing is better on other takes of the box once it saw a few labels of one take.
    @Test func aFitIsMeasuredOnTheTakesThatItDidNotSee() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      for (trial, frames) in [(1, 40), (2, 20), (3, 20)] {
        try SmallData.recording("a1_s2_t\(trial)", in: folder, frames: frames)
      }
      let evaluation = try AdaptationEvaluation(start(.kinect), folder: folder, configuration: quick)
      let outcome = try evaluation.outcome(subject: 2, draw: 1, share: 0.1, every: 2)
      // 8 of 80 frames, of the 40 that are shown every fifth; the takes 2 and 3 are measured.
      #expect(outcome.labels == 8 && outcome.frames == 20)
      #expect(outcome.after.meanError < outcome.before.meanError * 0.9)
    }

    @Test func whatCannotBeMeasuredIsRefused() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try SmallData.recording("a1_s2_t1", in: folder, frames: 8)
      let kinect = try AdaptationEvaluation(start(.kinect), folder: folder, configuration: quick)
      let error = #expect(throws: TrainingError.self) {
        try kinect.outcome(subject: 2, draw: 1, share: 0.1, every: 2)
      }
      #expect(error?.actual == "there are 1 and 0")
      let stranger = #expect(throws: TrainingError.self) {
        try kinect.outcome(subject: 4, draw: 1, share: 0.1, every: 2)
      }
      #expect(stranger?.place == "subject 4")
      try SmallData.recording("a1_s2_t2", in: folder, frames: 24)
      let greedy = try AdaptationEvaluation(start(.kinect), folder: folder, configuration: quick)
      let error2 = #expect(throws: TrainingError.self) {
        try greedy.outcome(subject: 2, draw: 1, share: 0.5, every: 2)
      }
      #expect(error2?.expected.contains("at most 0.25") == true)
      let other = try start(.anatomical)
      #expect(throws: TrainingError.self) {
        try AdaptationEvaluation(other, folder: folder, configuration: quick)
      }
    }
  }

  @Suite struct DeviceTests {
    private static let torchLibrary = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        ".torch/lib/libtorch_cuda.so"
      ).path

    /// Of the build of libtorch for the CPU alone: a GPU is one clear error, and the CPU goes on.
    @Test(
      .enabled(
        if: !FileManager.default.fileExists(atPath: Self.torchLibrary),
        "skipped: this libtorch is built for GPUs"))
    func aDeviceThatIsNotThereIsAnError() throws {
      let error = #expect(throws: TorchError.self) { try Engine.setDevice(.gpu) }
      #expect(
        error?.message.contains("libtorch_cuda.so") == true || error?.message.contains("no GPU") == true)
      try Engine.setDevice(.cpu)
      #expect(try Tensor([1, 2], shape: [2]).floats() == [1, 2])
    }
  }
}
