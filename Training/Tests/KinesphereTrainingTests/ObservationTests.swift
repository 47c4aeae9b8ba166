import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import KinesphereTraining

@Suite struct ObservationTests {
  private var settings: SyntheticCrops.Configuration {
    var settings = SyntheticCrops.Configuration()
    settings.mocapShare = 0
    return settings
  }

  private func supply(_ frames: Int) -> SyntheticSequences {
    SyntheticSequences(
      seed: 3, settings: settings, clips: [], frameCount: frames, skeleton: .anatomical)
  }

  @Test func aDanceIsObservedFrameByFrameWithItsTruth() throws {
    let sequence = try supply(12).sequence(0, observer: nil)
    #expect(sequence.count == 12)
    #expect(sequence.width == 7)
    #expect(sequence.inputs.allSatisfy(\.isFinite) && sequence.labels.allSatisfy(\.isFinite))
    // Labels are relative to the body's middle: nobody is larger than the box by much.
    #expect(sequence.labels.allSatisfy { abs($0) < 1.3 })
    #expect(try supply(12).sequence(0, observer: nil) == sequence)
    #expect(try supply(12).sequence(1, observer: nil) != sequence)
  }

  @Test func windowsReachBackToTheLastGapAtMost() {
    let sequence = SmallData.sequences(1, length: 10, seed: 1)[0]
    #expect(sequence.window(endingAt: 0, steps: 4) == 0..<1)
    #expect(sequence.window(endingAt: 4, steps: 4) == 1..<5)
    #expect(sequence.window(endingAt: 5, steps: 4) == 5..<6)
    #expect(sequence.window(endingAt: 9, steps: 4) == 6..<10)
  }

  /// What training sees must be what the tracker sees.
  @Test func observationsAreThoseOfTheTracker() throws {
    let configuration = SmallData.encoder
    var block = TrainableLSTMCNN.zeros(LSTMCNN.Configuration(inputs: 79))
    let hashed = Parameters.hashed(configuration, seed: 9)
    for entry in hashed.entries {
      block.append(entry.name, shape: entry.shape, values: hashed.tensor(entry.name) ?? [])
    }
    let weights = NetworkWeights(
      configuration: .init(
        preset: .crop, skeleton: .anatomical, lstmcnn: LSTMCNN.Configuration(inputs: 79),
        encoder: configuration),
      parameters: block)
    let encoder = try #require(try weights.makeEncoder())
    var generator = SeededGenerator(seed: 8)
    var stage = SyntheticStage()
    let person = Person.random(Person.Configuration(), using: &generator)
    let network = try PoseNetwork(lstmcnn: weights.makeLSTMCNN(), encoder: encoder)
    var tracker = PoseTracker(
      network: network, camera: stage.camera, detector: .segmented(width: 320, height: 240))
    var reader = ObservationReader(
      width: 320, height: 240, observer: Observer(encoder: encoder, segmenter: nil))
    var sequence = ObservationSequence(name: "", subject: 0, action: 0, width: 79)
    for index in 0..<5 {
      let pose = BodyPose.random(using: &generator).moved(by: SIMD3(0, 0, 3))
      stage.film(person: person, pose: pose, using: &generator)
      // A second passes before the last frame: the tracker forgets.
      let frame = stage.frame(at: index == 4 ? 1.2 : Double(index) / 30)
      try reader.observe(frame, number: index, label: stage.truth, into: &sequence)
      let tracked = try tracker.poses(in: frame)
      #expect(tracked.status == .ok)
      let position = sequence.count - 1
      let base = sequence.pose(sequence.base(position)[...], at: position)
      for point in KeyPoint.allCases {
        let difference = base[point] - tracked.pose[point]
        #expect(abs(difference.x) + abs(difference.y) + abs(difference.z) < 1e-6)
        let label = sequence.label(position)[point] - stage.truth[point]
        #expect(abs(label.x) + abs(label.y) + abs(label.z) < 1e-5)
      }
      for channel in 0..<7 {
        #expect(sequence.inputs[position * 79 + 72 + channel] == tracked.channels[channel])
      }
    }
    #expect(sequence.starts == [0, 0, 0, 0, 4])
  }

  @Test func sequencesComeBackFromTheirFile() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    let sequences = SmallData.sequences(3, length: 6, seed: 2)
    try ObservationFile.write(sequences, to: folder + "/a.safetensors")
    #expect(ObservationFile.read(folder + "/a.safetensors") == sequences)
    #expect(ObservationFile.read(folder + "/none.safetensors") == nil)
  }

  @Test func theZScoreIsMeanAndDeviation() {
    var sequence = ObservationSequence(name: "", subject: 0, action: 0, width: 7)
    for value in [Float(1), 3] {
      sequence.append(
        inputs: [value, 5, 0, 0, 0, 0, 0], label: [Float](repeating: value, count: 54), centre: .zero,
        frame: 0,
        startsAnew: false)
    }
    let statistics = ObservationStatistics([sequence])
    #expect(statistics.mean[0] == 2 && statistics.deviation[0] == 1)
    // An input that never changes keeps its size.
    #expect(statistics.mean[1] == 5 && statistics.deviation[1] == 1)
    #expect(statistics.target == [Float](repeating: 2, count: 54))
  }
}
