/// PyTorch's weight layouts turned into those of the kernels (`CKernels/include/network.h`).
enum Packing {
  /// LSTM weights `[256, inputs]`, gates i f g o of 64 units each, to `[4 blocks][inputs][gate][16]`.
  static func gates(_ weight: [Float], inputs: Int) -> [Float] {
    var result = [Float](repeating: 0, count: weight.count)
    for row in 0..<256 {
      let (gate, unit) = (row / 64, row % 64)
      for input in 0..<inputs {
        result[((unit / 16 * inputs + input) * 4 + gate) * 16 + unit % 16] = weight[row * inputs + input]
      }
    }
    return result
  }

  /// `[outputs, channels, kernel, kernel]` to `[outputs / 16][kernel][kernel][channels][16]`; outputs are
  /// padded with zeros to whole blocks.
  static func convolution(_ weight: [Float], outputs: Int, channels: Int, kernel: Int) -> [Float] {
    let taps = kernel * kernel
    var result = [Float](repeating: 0, count: (outputs + 15) / 16 * 16 * channels * taps)
    for output in 0..<outputs {
      for channel in 0..<channels {
        for tap in 0..<taps {
          result[((output / 16 * taps + tap) * channels + channel) * 16 + output % 16] =
            weight[(output * channels + channel) * taps + tap]
        }
      }
    }
    return result
  }

  /// `[channels, 1, 3, 3]` to `[channels / 16][9][16]`; there are whole blocks of channels.
  static func depthwise(_ weight: [Float], channels: Int) -> [Float] {
    var result = [Float](repeating: 0, count: weight.count)
    for channel in 0..<channels {
      for tap in 0..<9 {
        result[(channel / 16 * 9 + tap) * 16 + channel % 16] = weight[channel * 9 + tap]
      }
    }
    return result
  }

  /// `[outputs, inputs]` to `[outputs / 64][inputs][64]`; outputs are padded with zeros to whole blocks.
  static func dense(_ weight: [Float], outputs: Int, inputs: Int) -> [Float] {
    var result = [Float](repeating: 0, count: (outputs + 63) / 64 * 64 * inputs)
    for output in 0..<outputs {
      for input in 0..<inputs {
        result[(output / 64 * inputs + input) * 64 + output % 64] = weight[output * inputs + input]
      }
    }
    return result
  }
}
