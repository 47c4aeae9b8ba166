import CKernels
import RealModule
import Testing
import _KinesphereTestSupport

@testable import Kinesphere

@Suite struct NetworkKernelTests {
  /// Widths around every tile's, odd and even sides, one and several blocks of outputs.
  static let shapes = [
    (side: 5, channels: 1, outputs: 16, stride: 1), (side: 8, channels: 16, outputs: 32, stride: 2),
    (side: 13, channels: 3, outputs: 48, stride: 1), (side: 25, channels: 2, outputs: 16, stride: 2),
    (side: 29, channels: 1, outputs: 32, stride: 1),
  ]

  @Test(arguments: CPULevel.available, shapes)
  func aConvolutionEqualsItsPlainTwin(
    level: CPULevel, shape: (side: Int, channels: Int, outputs: Int, stride: Int)
  ) {
    var numbers = HashedNumbers(seed: UInt32(shape.side))
    let weight = numbers.next(shape.outputs * shape.channels * 9)
    let bias = numbers.next(shape.outputs)
    let values = numbers.next(shape.side * shape.side * shape.channels)
    let expected = PlainKernels.convolution(
      values.map(Double.init), side: shape.side, channels: shape.channels, weight: weight, bias: bias,
      kernel: 3,
      stride: shape.stride, rectified: true)
    var plan = CropEncoder.Plan(size: shape.side, channels: shape.channels)
    plan.convolve(weight, bias: bias, outputs: shape.outputs, stride: shape.stride)
    let layer = plan.layers[0]
    var scratch = KernelBuffer(count: plan.scratch)
    let packed = KernelBuffer(plan.weights)
    var worst = 0.0
    scratch.withMutablePointer { scratch in
      for (index, value) in values.enumerated() {
        let (row, rest) = (index / (shape.side * shape.channels), index % (shape.side * shape.channels))
        scratch[(row + 1) * (shape.side + 2) * shape.channels + shape.channels + rest] = value
      }
      packed.withPointer { weights in
        withUnsafePointer(to: layer.shape) {
          ks_convolve(
            level.rawValue, $0, scratch, weights + layer.weights, weights + layer.bias, scratch + layer.output
          )
        }
      }
      for y in 0..<plan.side {
        for rest in 0..<plan.side * shape.outputs {
          let made = scratch[layer.output + y * Int(layer.shape.outputRow) + rest]
          worst = max(worst, abs(Double(made) - expected[y * plan.side * shape.outputs + rest]))
        }
      }
    }
    #expect(worst < 1e-4)
  }

  @Test(arguments: CPULevel.available, [1, 2, 9])
  func theVoteIntegralEqualsItsPlainTwin(level: CPULevel, side: Int) {
    var numbers = HashedNumbers(seed: 3)
    // Logits up to 60 apart: the softmax must not overflow.
    let votes = numbers.next(side * side * 90).enumerated().map {
      $0.offset % 5 == 0 ? 30 * $0.element : $0.element
    }
    let expected = PlainKernels.votes(votes.map(Double.init), side: side, half: 10.5)
    var grouped = [Float](repeating: 0, count: side * side * 96)
    for cell in 0..<side * side {
      for joint in 0..<18 {
        for number in 0..<5 {
          grouped[cell * 96 + number * 18 + joint] = votes[cell * 90 + joint * 5 + number]
        }
      }
    }
    var out = [Float](repeating: 0, count: 72)
    ks_votes(level.rawValue, grouped, Int32(side), 96, 10.5, &out)
    for joint in 0..<18 {
      for number in 0..<4 { #expect(abs(Double(out[number * 18 + joint]) - expected[joint][number]) < 2e-5) }
    }
  }

  @Test(arguments: CPULevel.available, [(1, 1), (7, 5), (79, 12)])
  func theGatesOfAVectorAreTheSameAloneAndAmongOthersToTheBit(level: CPULevel, size: (Int, Int)) {
    let (inputs, count) = size
    var numbers = HashedNumbers(seed: 9)
    let weights = Packing.gates(numbers.next(256 * inputs), inputs: inputs)
    let (bias, x) = (numbers.next(256), numbers.next(inputs * count))
    var (together, alone) = ([Float](repeating: 0, count: 256 * count), [Float](repeating: 0, count: 256))
    ks_lstm_project(level.rawValue, weights, bias, x, Int32(inputs), Int32(count), &together)
    for vector in 0..<count {
      let values = Array(x[vector * inputs..<(vector + 1) * inputs])
      ks_lstm_project(level.rawValue, weights, bias, values, Int32(inputs), 1, &alone)
      #expect(alone == Array(together[vector * 256..<(vector + 1) * 256]))
    }
  }

  @Test(arguments: CPULevel.available)
  func theDenseLayerEqualsItsPlainTwin(level: CPULevel) {
    var numbers = HashedNumbers(seed: 4)
    let (weight, bias, x) = (numbers.next(54 * 130), numbers.next(54), numbers.next(130))
    let expected = PlainKernels.dense(x.map(Double.init), weight: weight, bias: bias)
    let packed = Packing.dense(weight, outputs: 54, inputs: 130)
    var out = [Float](repeating: 0, count: 64)
    ks_dense(level.rawValue, packed, bias + [Float](repeating: 0, count: 10), x, 130, 64, &out)
    for index in 0..<54 { #expect(abs(Double(out[index]) - expected[index]) < 2e-5) }
  }

  @Test(arguments: CPULevel.available)
  func theLSTMStaysRightWhereItsGatesSaturate(level: CPULevel) {
    var numbers = HashedNumbers(seed: 5)
    let (recurrent, gates) = (numbers.next(256 * 64, scale: 40), numbers.next(256 * 3, scale: 300))
    var parameters = Parameters()
    parameters.append("lstm.weight_hh", shape: [256, 64], values: recurrent)
    parameters.append("lstm.bias_hh", shape: [256], values: [Float](repeating: 0, count: 256))
    // Three inputs, each switching one row of gates on.
    parameters.append(
      "lstm.weight_ih", shape: [256, 3], values: (0..<768).map { gates[$0 % 3 * 256 + $0 / 3] })
    parameters.append("lstm.bias_ih", shape: [256], values: [Float](repeating: 0, count: 256))
    let expected = PlainKernels.lstm([[1, 0, 0], [0, 1, 0], [0, 0, 1]], parameters)
    let ring = (0..<3).flatMap { Packing.gates(Array(gates[$0 * 256..<($0 + 1) * 256]), inputs: 1) }
    var hidden = [Float](repeating: .nan, count: 64)
    ks_lstm_run(level.rawValue, Packing.gates(recurrent, inputs: 64), ring, 3, 0, 3, &hidden)
    for unit in 0..<64 { #expect(abs(Double(hidden[unit]) - expected[unit]) < 1e-4) }
  }
}
