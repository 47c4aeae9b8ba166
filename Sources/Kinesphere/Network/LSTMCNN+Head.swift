import CKernels

extension LSTMCNN {
  /// Where the head's pictures lie in its scratch, in floats. Pictures that a 3 x 3 kernel reads have a border
  /// of zeros, which nothing writes.
  enum Head {
    /// 10 x 10 x 1: the LSTM's output with its border.
    static let plane = 0
    /// 8 x 8 x 16: the first convolution, 8 channels used.
    static let conv1 = 112
    /// 6 x 6 x 8: pooled, with its border.
    static let pooled = conv1 + 1024
    /// 6 x 6 x 16: the second convolution, with its border.
    static let conv2 = pooled + 288
    /// The LSTM's 64 outputs, and straight after them the 1024 features: `dual` reads both.
    static let hidden = conv2 + 576
    static let features = hidden + 64
    static let dense1 = features + 1024
    static let output = dense1 + 128
    static let end = output + 64
  }

  /// From `Head.hidden` to `Head.output`.
  func runHead(_ scratch: UnsafeMutablePointer<Float>) {
    for y in 0..<8 {
      for x in 0..<8 { scratch[Head.plane + (y + 1) * 10 + x + 1] = scratch[Head.hidden + y * 8 + x] }
    }
    convolve(0, side: 8, channels: 1, outputs: 16, scratch + Head.plane, scratch + Head.conv1, outputRow: 128)
    pool(scratch + Head.conv1, into: scratch + Head.pooled)
    convolve(
      1, side: 4, channels: 8, outputs: 16, scratch + Head.pooled, scratch + Head.conv2 + 7 * 16,
      outputRow: 96)
    convolve(
      2, side: 4, channels: 16, outputs: 64, scratch + Head.conv2, scratch + Head.features, outputRow: 256)
    let features = Int32(configuration.features)
    let start = configuration.topology == .serial ? Head.features : Head.hidden
    dense(weights.dense1, weights.dense1Bias, scratch + start, features, 128, scratch + Head.dense1)
    dense(weights.dense2, weights.dense2Bias, scratch + Head.dense1, 128, 64, scratch + Head.output)
  }

  private func convolve(
    _ index: Int, side: Int32, channels: Int32, outputs: Int32, _ input: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, outputRow: Int32
  ) {
    var layer = ks_convolution(
      width: side, height: side, kernel: 3, stride: 1, channels: channels, outputs: outputs,
      inputRow: (side + 2) * channels, outputRow: outputRow, outputCell: outputs,
      rectified: true)
    weights.convolutions[index].weights.withPointer { packed in
      weights.convolutions[index].bias.withPointer { bias in
        ks_convolve(level.rawValue, &layer, input, packed, bias, output)
      }
    }
  }

  /// Max-pool 2 x 2 of 8 x 8 cells of 16, of which 8 are used, into the inside of 6 x 6 cells of 8.
  private func pool(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    for y in 0..<4 {
      for x in 0..<4 {
        let upper = input + (2 * y * 8 + 2 * x) * 16
        let lower = upper + 8 * 16
        let target = output + ((y + 1) * 6 + x + 1) * 8
        for channel in 0..<8 {
          target[channel] = max(
            max(upper[channel], upper[channel + 16]), max(lower[channel], lower[channel + 16]))
        }
      }
    }
  }

  private func dense(
    _ packed: KernelBuffer, _ bias: KernelBuffer, _ input: UnsafePointer<Float>, _ inputs: Int32,
    _ outputs: Int32, _ output: UnsafeMutablePointer<Float>
  ) {
    packed.withPointer { weights in
      bias.withPointer { bias in ks_dense(level.rawValue, weights, bias, input, inputs, outputs, output) }
    }
  }
}
