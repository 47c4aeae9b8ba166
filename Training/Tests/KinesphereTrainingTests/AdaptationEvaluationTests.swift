import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch
import _KinesphereTestSupport

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct AdaptationEvaluationTests {
    init() throws { try Engine.setThreads(1) }

    /// Recordings of UTD-MHAD's kind: a box that walks, and a skeleton beside its middle.
    private func sequence(_ name: String, in folder: String, frames: Int) throws {
      for place in ["Depth", "Skeleton"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
      }
      let camera = Camera.kinect1
      var pictures: [[UInt16]] = []
      var numbers: [UInt8] = []
      for frame in 0..<frames {
        let left = 20 + frame * 5
        var depth = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
        for y in 40..<210 { for x in left..<left + 50 { depth[x, y] = 2_500 } }
        pictures.append(depth.storage)
        let middle = camera.unproject(u: Float(left + 25), v: 125, depth: 2.5)
        for axis in 0..<3 {
          for joint in 0..<20 {
            let place = Double((middle + SIMD3(0.1, Float(joint) * 0.01, 0))[axis])
            numbers += withUnsafeBytes(of: place.bitPattern.littleEndian) { Array($0) }
          }
        }
      }
      let depth = MATBuilder.file(
        MATBuilder.compressed(MATBuilder.depth(pictures, width: camera.width, height: camera.height)))
      try Data(depth).write(to: URL(fileURLWithPath: "\(folder)/Depth/\(name)_depth.mat"))
      let skeleton = MATBuilder.file(
        MATBuilder.matrix("d_skel", [20, 3, frames], kind: 6, storage: 9, numbers))
      try Data(skeleton).write(to: URL(fileURLWithPath: "\(folder)/Skeleton/\(name)_skeleton.mat"))
    }

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
        try sequence("a1_s2_t\(trial)", in: folder, frames: frames)
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
      try sequence("a1_s2_t1", in: folder, frames: 8)
      let kinect = try AdaptationEvaluation(start(.kinect), folder: folder, configuration: quick)
      let error = #expect(throws: TrainingError.self) {
        try kinect.outcome(subject: 2, draw: 1, share: 0.1, every: 2)
      }
      #expect(error?.actual == "there are 1 and 0")
      let stranger = #expect(throws: TrainingError.self) {
        try kinect.outcome(subject: 4, draw: 1, share: 0.1, every: 2)
      }
      #expect(stranger?.place == "subject 4")
      try sequence("a1_s2_t2", in: folder, frames: 24)
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
