import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereTraining

extension SmallData {
  /// A sequence of the preset `crop` in which every number grows evenly with time, at a slope of its own; the gait's phase jumps.
  static func slopes(_ length: Int, unit: Float = 0.01) -> ObservationSequence {
    var sequence = ObservationSequence(name: "slopes", subject: 1, action: 0, width: 79)
    for frame in 0..<length {
      var inputs = (0..<79).map { unit * Float($0 + 1) * Float(frame) }
      inputs[74] = frame % 2 == 0 ? 0.9 : 0.1
      sequence.append(
        inputs: inputs, label: (0..<54).map { inputs[$0] + 0.1 }, centre: .zero, frame: frame,
        startsAnew: false)
    }
    return sequence
  }
}

@Suite struct WindowTests {
  private let sequence = SmallData.slopes(60)
  private let deviation = (0..<79).map { Float($0 + 1) }

  private func view(_ augmentation: WindowAugmentation, seed: UInt64 = 1, at position: Int = 59) -> WindowView
  {
    var generator = SeededGenerator(seed: seed)
    return augmentation.view(
      of: sequence, endingAt: position, steps: 40, deviation: deviation, using: &generator)
  }

  private func row(_ view: WindowView, _ step: Int) -> [Float] {
    Array(view.inputs[step * 79..<(step + 1) * 79])
  }

  @Test func withoutChangesAViewIsTheWindow() {
    let plain = view(.none)
    #expect(plain.inputs == Array(sequence.inputs[20 * 79..<60 * 79]))
    #expect(Array(plain.base) == sequence.base(59))
    // Through the path that changes windows, with changes too small to matter.
    var nothing = WindowAugmentation.none
    nothing.longestLoss = 1
    #expect(view(nothing).inputs == plain.inputs)
  }

  @Test func theInstantIsNeverLost() {
    var wild = WindowAugmentation.none
    (wild.lostFrames, wild.shift, wild.stretch) = (0.9, 39, 0.8)
    for seed in 0..<50 as Range<UInt64> {
      for position in [0, 1, 59] {
        let one = view(wild, seed: seed, at: position)
        #expect(one.count >= 1 && one.count <= 40)
        #expect(Array(one.base) == sequence.base(position))
      }
    }
  }

  @Test func aViewBeginsLaterByItsShiftAtMost() {
    var shifted = WindowAugmentation.none
    shifted.shift = 5
    let counts = (0..<100 as Range<UInt64>).map { view(shifted, seed: $0).count }
    #expect(Set(counts) == Set(35...40))
  }

  /// Two views of one instant overlap: both hold what is nearest to it.
  @Test func anotherPaceReadsTheLineBetweenObservations() {
    var stretched = WindowAugmentation.none
    stretched.stretch = 0.5
    var paces: [Float] = []
    for seed in 0..<20 as Range<UInt64> {
      let one = view(stretched, seed: seed)
      let last = one.count - 1
      // Number 0 is 0.01 a frame.
      let pace = (row(one, last)[0] - row(one, last - 1)[0]) * 100
      paces.append(pace)
      for step in 0..<one.count {
        let time = 59 - Float(last - step) * pace
        #expect(time >= 20 - 1e-2)
        let numbers = row(one, step)
        for index in [3, 53, 71, 72] {
          #expect(abs(numbers[index] - 0.01 * Float(index + 1) * time) < 2e-3 * Float(index + 1))
        }
        // A speed changes with the pace, the phase is one that was observed.
        #expect(abs(numbers[77] - 0.78 * time * pace) < 0.2)
        #expect(numbers[74] == 0.9 || numbers[74] == 0.1)
      }
    }
    #expect((paces.min() ?? 1) < 0.7 && (paces.max() ?? 1) > 1.3)
  }

  @Test func aLostKeyPointStaysWhereItWasUpToTheInstant() {
    var lossy = WindowAugmentation.none
    (lossy.lostPoints, lossy.longestLoss) = (1, 3)
    let one = view(lossy)
    for point in 0..<18 {
      let last = row(one, 39)
      let held = (1...3).filter { step in
        [3 * point, 3 * point + 1, 3 * point + 2, 54 + point].allSatisfy {
          last[$0] == row(one, 39 - step)[$0]
        }
      }.count
      #expect((1...3).contains(held))
      #expect(last[3 * point] == sequence.inputs[(59 - held) * 79 + 3 * point])
    }
    #expect(row(one, 39)[72...] == sequence.inputs[(59 * 79 + 72)..<60 * 79])
  }

  @Test func whatIsObservedAndWhatIsSaidTurnTogether() {
    var turning = WindowAugmentation.none
    turning.turn = 28
    var widest: Float = 0
    for seed in 0..<20 as Range<UInt64> {
      let one = view(turning, seed: seed)
      #expect(Array(one.base) == one.turned(sequence.base(59)[...]))
      #expect(row(one, 39)[54...] == sequence.inputs[(59 * 79 + 54)..<60 * 79])
      for point in 0..<18 {
        let (old, new) = (sequence.base(59), Array(one.base))
        let lengths = [old, new].map { $0[3 * point] * $0[3 * point] + $0[3 * point + 2] * $0[3 * point + 2] }
        #expect(abs(lengths[0] - lengths[1]) < 1e-3 * lengths[0])
        #expect(old[3 * point + 1] == new[3 * point + 1])
        widest = max(widest, abs(old[3 * point] - new[3 * point]) / old[3 * point])
      }
    }
    #expect(widest > 0.2)
  }

  @Test func noiseHasTheDeviationAskedFor() {
    var noisy = WindowAugmentation.none
    noisy.noise = 0.5
    let (one, plain) = (view(noisy), view(.none))
    for index in [0, 40, 78] {
      let squares = (0..<40).map { (row(one, $0)[index] - row(plain, $0)[index]) / deviation[index] }
        .reduce(0) { $0 + $1 * $1 }
      #expect((0.35...0.65).contains((squares / 40).squareRoot()))
    }
    #expect(view(noisy).inputs == one.inputs && view(noisy, seed: 2).inputs != one.inputs)
  }

  /// A label that is turned and lost with its window still lies where the window's output plus what is observed should.
  @Test func aBatchAimsAtThePoseLessWhatItsViewObserved() {
    var turning = WindowAugmentation.none
    (turning.turn, turning.lostPoints, turning.noise) = (20, 0.5, 0.01)
    let batch = WindowBatch(
      [WindowPlace(sequence: 0, position: 59), WindowPlace(sequence: 0, position: 3)], of: [sequence],
      steps: 40, turning, deviation: deviation
    ) { SeededGenerator(seed: 4, stream: 0, index: UInt64($0)) }
    #expect(batch.steps == 40 && batch.lengths == [40, 4])
    #expect(batch.inputs.count == 2 * 40 * 79 && batch.inputs.suffix(36 * 79).allSatisfy { $0 == 0 })
    for (number, position) in [59, 3].enumerated() {
      let label = batch.views[number].turned(sequence.labels[position * 54..<(position + 1) * 54])
      for (index, base) in batch.views[number].base.enumerated() {
        #expect(abs(batch.target[number * 54 + index] + base - label[index]) < 1e-5)
      }
    }
    #expect(batch.known.allSatisfy { $0 == 1 })
    var silent = sequence
    silent.forgetLabels()
    let untold = WindowBatch([WindowPlace(sequence: 0, position: 5)], of: [silent], steps: 40)
    #expect(untold.known.allSatisfy { $0 == 0 } && untold.target.allSatisfy { $0 == 0 })
  }

  @Test func withoutKeyPointsThereIsNothingToTurnOrToLose() {
    let channels = SmallData.sequences(1, length: 16, seed: 1)[0]
    var lossy = WindowAugmentation.none
    (lossy.lostPoints, lossy.turn) = (1, 20)
    var generator = SeededGenerator(seed: 1)
    let one = lossy.view(
      of: channels, endingAt: 5, steps: 6, deviation: [Float](repeating: 1, count: 7), using: &generator)
    #expect(one.inputs == Array(channels.inputs[0..<6 * 7]))
    #expect(one.base.allSatisfy { $0 == 0 } && one.base.count == 54)
  }
}
