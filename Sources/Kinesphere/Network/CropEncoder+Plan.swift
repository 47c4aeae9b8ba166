import CKernels

extension CropEncoder {
  /// One convolution and where its numbers lie, in floats from the start of the weights and of the scratch.
  struct Layer: Sendable {
    let shape: ks_convolution
    let weights: Int
    let bias: Int
    let input: Int
    let output: Int
  }

  /// Lays the layers' pictures and packed weights out, one behind the other, each on a 64-byte boundary.
  ///
  /// Every picture has a border of one zero cell, which nothing ever writes, so the kernels test no edges.
  struct Plan {
    private(set) var layers: [Layer] = []
    private var layout = KernelLayout()
    /// The newest picture: where it starts, its side without border, its channels.
    private(set) var input = 0
    private(set) var side: Int
    private(set) var channels: Int

    init(size: Int, channels: Int = 1) {
      side = size
      self.channels = channels
      input = layout.reserve((size + 2) * (size + 2) * channels)
    }

    /// All packed weights so far.
    var weights: [Float] { layout.weights }

    /// Floats of scratch so far.
    var scratch: Int { layout.scratch }

    /// Adds a 3 x 3 convolution with ReLU.
    mutating func convolve(_ weight: [Float], bias: [Float], outputs: Int, stride: Int) {
      let next = (side - 1) / stride + 1
      let row = (next + 2) * outputs
      let picture = layout.reserve(row * (next + 2))
      layers.append(
        Layer(
          shape: ks_convolution(
            width: Int32(next), height: Int32(next), kernel: 3, stride: Int32(stride),
            channels: Int32(channels), outputs: Int32(outputs), inputRow: Int32((side + 2) * channels),
            outputRow: Int32(row), outputCell: Int32(outputs), rectified: true),
          weights: layout.store(
            Packing.convolution(weight, outputs: outputs, channels: channels, kernel: 3)),
          bias: layout.store(bias), input: input, output: picture + row + outputs))
      input = picture
      side = next
      channels = outputs
    }

    /// Adds the 1 x 1 convolution to the votes, without border.
    mutating func vote(_ weight: [Float], bias: [Float]) {
      let row = CropEncoder.voteRow
      let picture = layout.reserve(side * side * row)
      layers.append(
        Layer(
          shape: ks_convolution(
            width: Int32(side), height: Int32(side), kernel: 1, stride: 1, channels: Int32(channels),
            outputs: Int32(row), inputRow: Int32((side + 2) * channels), outputRow: Int32(side * row),
            outputCell: Int32(row), rectified: false),
          weights: layout.store(
            Packing.convolution(weight, outputs: CropEncoder.voteChannels, channels: channels, kernel: 1)),
          bias: layout.store(bias + [Float](repeating: 0, count: row - bias.count)),
          input: input + (side + 3) * channels, output: picture))
      input = picture
      channels = row
    }
  }
}
