import RealModule

@testable import Kinesphere

/// The kernels of `CKernels/network.c` in plain Swift and double precision: the tests' truth.
enum PlainKernels {
  /// A channels-last convolution with zeros beyond the edge; `weight` is `[outputs, channels, kernel, kernel]`.
  static func convolution(
    _ input: [Double], side: Int, channels: Int, weight: [Float], bias: [Float], kernel: Int, stride: Int,
    rectified: Bool
  ) -> [Double] {
    let (outputs, border) = (bias.count, kernel / 2)
    let next = (side - 1) / stride + 1
    var result = [Double](repeating: 0, count: next * next * outputs)
    for y in 0..<next {
      for x in 0..<next {
        for output in 0..<outputs {
          var sum = Double(bias[output])
          for tap in 0..<kernel * kernel {
            let (row, column) = (y * stride + tap / kernel - border, x * stride + tap % kernel - border)
            guard (0..<side).contains(row), (0..<side).contains(column) else { continue }
            for channel in 0..<channels {
              sum +=
                Double(weight[(output * channels + channel) * kernel * kernel + tap])
                * input[(row * side + column) * channels + channel]
            }
          }
          result[(y * next + x) * outputs + output] = rectified ? max(0, sum) : sum
        }
      }
    }
    return result
  }

  /// The vote integral over `[side * side, 90]`, joint by joint, as ``CropEncoder`` documents it:
  /// x, y, z, log scale in units of 10 cm for each joint.
  static func votes(_ votes: [Double], side: Int, half: Double) -> [[Double]] {
    (0..<18).map { joint in
      let logits = (0..<side * side).map { votes[$0 * 90 + joint * 5] }
      let largest = logits.max() ?? 0
      let weights = logits.map { Double.exp($0 - largest) }
      let total = weights.reduce(0, +)
      var sums = [0.0, 0, 0, 0]
      for cell in 0..<side * side {
        let share = weights[cell] / total
        let vote = votes[cell * 90 + joint * 5..<cell * 90 + joint * 5 + 5].map { $0 }
        sums[0] += share * (((Double(cell % side) + 0.5) / Double(side) * 2 - 1) * half + vote[1])
        sums[1] += share * (-((Double(cell / side) + 0.5) / Double(side) * 2 - 1) * half + vote[2])
        sums[2] += share * vote[3]
        sums[3] += share * vote[4]
      }
      return sums
    }
  }

  /// weight x + bias; `weight` is `[outputs, inputs]`.
  static func dense(_ x: [Double], weight: [Float], bias: [Float]) -> [Double] {
    bias.indices.map { output in
      x.indices.reduce(Double(bias[output])) { $0 + Double(weight[output * x.count + $1]) * x[$1] }
    }
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }

  /// The LSTM's last output over a window `[steps][inputs]` from a zero state.
  static func lstm(_ window: [[Double]], _ parameters: Parameters) -> [Double] {
    let tensor = { (name: String) in parameters.tensor("lstm." + name) ?? [] }
    var (h, c) = ([Double](repeating: 0, count: 64), [Double](repeating: 0, count: 64))
    for x in window {
      let fromInput = dense(x, weight: tensor("weight_ih"), bias: tensor("bias_ih"))
      let fromBefore = dense(h, weight: tensor("weight_hh"), bias: tensor("bias_hh"))
      let gates = zip(fromInput, fromBefore).map { $0 + $1 }
      for unit in 0..<64 {
        c[unit] =
          sigmoid(gates[64 + unit]) * c[unit] + sigmoid(gates[unit]) * Double.tanh(gates[128 + unit])
        h[unit] = sigmoid(gates[192 + unit]) * Double.tanh(c[unit])
      }
    }
    return h
  }

  /// The whole LSTM-CNN over a window `[steps][inputs]`.
  static func lstmcnn(
    _ window: [[Double]], _ parameters: Parameters, topology: LSTMCNN.Topology
  ) -> [Double] {
    let tensor = { (name: String) in parameters.tensor(name) ?? [] }
    let (mean, deviation) = (tensor("normalisation.mean"), tensor("normalisation.deviation"))
    let scored = window.map { x in x.indices.map { (x[$0] - Double(mean[$0])) / Double(deviation[$0]) } }
    let h = lstm(scored, parameters)
    var picture = h
    var (side, channels) = (8, 1)
    for (index, outputs) in [8, 16, 64].enumerated() {
      let name = "conv\(index + 1)"
      picture = convolution(
        picture, side: side, channels: channels, weight: tensor(name + ".weight"),
        bias: tensor(name + ".bias"),
        kernel: 3, stride: 1, rectified: true)
      channels = outputs
      if index == 0 {
        picture = maximumPool(picture, side: side, channels: channels)
        side /= 2
      }
    }
    // PyTorch flattens channels first.
    let features = (0..<1024).map { picture[$0 % 16 * 64 + $0 / 16] }
    let joined = topology == .serial ? features : h + features
    let middle = dense(joined, weight: tensor("dense1.weight"), bias: tensor("dense1.bias"))
    return dense(middle, weight: tensor("dense2.weight"), bias: tensor("dense2.bias"))
  }

  /// Max-pool 2 x 2, channels last.
  private static func maximumPool(_ input: [Double], side: Int, channels: Int) -> [Double] {
    let half = side / 2
    return (0..<half * half * channels).map { place in
      let (channel, x, y) = (place % channels, place / channels % half, place / channels / half)
      return (0..<4).map { input[((2 * y + $0 / 2) * side + 2 * x + $0 % 2) * channels + channel] }.max() ?? 0
    }
  }
}
