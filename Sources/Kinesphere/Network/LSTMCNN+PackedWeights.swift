extension LSTMCNN {
  /// The weights in the orders that the kernels read (`CKernels/include/network.h`).
  struct PackedWeights: Sendable {
    /// z-score: subtracted from an observation, then multiplied.
    let mean: [Float]
    let inverseDeviation: [Float]
    /// `[4 blocks][inputs or 64][4 gates][16]`.
    let input: KernelBuffer
    let gateBias: KernelBuffer
    let recurrent: KernelBuffer
    let convolutions: [(weights: KernelBuffer, bias: KernelBuffer)]
    let dense1: KernelBuffer
    let dense1Bias: KernelBuffer
    /// 54 outputs padded to 64.
    let dense2: KernelBuffer
    let dense2Bias: KernelBuffer

    init(_ configuration: Configuration, parameters: Parameters) throws(NetworkMismatch) {
      let inputs = configuration.inputs
      mean = try parameters.checked("normalisation.mean", shape: [inputs])
      let deviation = try parameters.checked("normalisation.deviation", shape: [inputs])
      if let odd = deviation.first(where: { $0 <= 0 }) {
        throw .values(tensor: "normalisation.deviation", expected: "positive numbers", actual: odd)
      }
      inverseDeviation = deviation.map { 1 / $0 }
      input = KernelBuffer(
        Packing.gates(try parameters.checked("lstm.weight_ih", shape: [256, inputs]), inputs: inputs))
      recurrent = KernelBuffer(
        Packing.gates(try parameters.checked("lstm.weight_hh", shape: [256, 64]), inputs: 64))
      let biases = (
        try parameters.checked("lstm.bias_ih", shape: [256]),
        try parameters.checked("lstm.bias_hh", shape: [256])
      )
      gateBias = KernelBuffer(Packing.gates(zip(biases.0, biases.1).map { $0 + $1 }, inputs: 1))
      var convolutions: [(weights: KernelBuffer, bias: KernelBuffer)] = []
      for (index, channels) in [(0, (1, 8)), (1, (8, 16)), (2, (16, 64))] {
        let name = "conv\(index + 1)"
        let weight = try parameters.checked(name + ".weight", shape: [channels.1, channels.0, 3, 3])
        let bias = try parameters.checked(name + ".bias", shape: [channels.1])
        convolutions.append(
          (
            KernelBuffer(
              Packing.convolution(weight, outputs: channels.1, channels: channels.0, kernel: 3)),
            KernelBuffer(bias)
          ))
      }
      self.convolutions = convolutions
      let features = configuration.features
      let first = try parameters.checked("dense1.weight", shape: [128, features])
      dense1 = KernelBuffer(
        Packing.dense(Self.featuresLast(first, skip: features - 1024), outputs: 128, inputs: features))
      dense1Bias = KernelBuffer(try parameters.checked("dense1.bias", shape: [128]))
      dense2 = KernelBuffer(
        Packing.dense(try parameters.checked("dense2.weight", shape: [54, 128]), outputs: 54, inputs: 128))
      dense2Bias = KernelBuffer(
        try parameters.checked("dense2.bias", shape: [54]) + [Float](repeating: 0, count: 10))
    }

    /// Reorders the columns after the first `skip` from PyTorch's [64 channels][16 cells] to [cell][channel].
    private static func featuresLast(_ weight: [Float], skip: Int) -> [Float] {
      var result = weight
      let inputs = skip + 1024
      for output in 0..<128 {
        for channel in 0..<64 {
          for cell in 0..<16 {
            result[output * inputs + skip + cell * 64 + channel] =
              weight[output * inputs + skip + channel * 16 + cell]
          }
        }
      }
      return result
    }
  }
}
