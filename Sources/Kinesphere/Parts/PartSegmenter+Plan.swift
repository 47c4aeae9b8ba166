import CKernels

extension PartSegmenter {
  /// A 1 x 1 convolution and where its packed numbers lie, in floats from the start of the weights.
  struct Pointwise: Sendable {
    /// Of the whole picture.
    let shape: ks_convolution
    let weights: Int
    let bias: Int
  }

  /// A depthwise 3 x 3 convolution with ReLU and where its packed numbers lie.
  struct Depthwise: Sendable {
    /// Of the whole picture.
    let shape: ks_depthwise
    let weights: Int
    let bias: Int
  }

  /// Both, one after the other.
  struct Separable: Sendable {
    let depth: Depthwise
    let point: Pointwise
  }

  /// A square picture with channels last: what a convolution reads.
  struct Picture {
    let side: Int
    let channels: Int
    /// Floats from one row to the next.
    let row: Int

    /// One without gaps.
    init(side: Int, channels: Int) { self.init(side: side, channels: channels, row: side * channels) }

    init(side: Int, channels: Int, row: Int) {
      self.side = side
      self.channels = channels
      self.row = row
    }
  }

  /// Checks tensors and packs them.
  struct Plan {
    let parameters: Parameters
    var layout = KernelLayout()

    init(parameters: Parameters) { self.parameters = parameters }

    /// A 1 x 1 convolution into cells of `cell` floats.
    mutating func pointwise(
      _ name: String, _ input: Picture, outputs: Int, cell: Int? = nil
    ) throws(NetworkMismatch) -> Pointwise {
      let weight = try parameters.checked(name + ".weight", shape: [outputs, input.channels, 1, 1])
      let bias = try parameters.checked(name + ".bias", shape: [outputs])
      return store(weight, bias: bias, input, outputs: outputs, cell: cell ?? outputs)
    }

    /// Outputs are padded to whole blocks of 16, with the least of biases so that they never win.
    mutating func store(
      _ weight: [Float], bias: [Float], _ input: Picture, outputs: Int, cell: Int, isRectified: Bool = true
    ) -> Pointwise {
      let padded = (outputs + 15) / 16 * 16
      return Pointwise(
        shape: ks_convolution(
          width: Int32(input.side), height: Int32(input.side), kernel: 1, stride: 1,
          channels: Int32(input.channels), outputs: Int32(padded), inputRow: Int32(input.row),
          outputRow: Int32(input.side * cell), outputCell: Int32(cell), rectified: isRectified),
        weights: layout.store(
          Packing.convolution(weight, outputs: outputs, channels: input.channels, kernel: 1)),
        bias: layout.store(bias + [Float](repeating: -1e30, count: padded - outputs)))
    }

    mutating func separable(
      _ name: String, _ input: Picture, outputs: Int, rate: Int, cell: Int? = nil
    ) throws(NetworkMismatch) -> Separable {
      let channels = input.channels
      let weight = try parameters.checked(name + ".depth.weight", shape: [channels, 1, 3, 3])
      let bias = try parameters.checked(name + ".depth.bias", shape: [channels])
      let depth = Depthwise(
        shape: ks_depthwise(
          side: Int32(input.side), rate: Int32(rate), channels: Int32(channels), inputRow: Int32(input.row),
          region: Region(side: input.side).kernel),
        weights: layout.store(Packing.depthwise(weight, channels: channels)), bias: layout.store(bias))
      let between = Picture(side: input.side, channels: channels)
      return Separable(
        depth: depth, point: try pointwise(name + ".point", between, outputs: outputs, cell: cell))
    }
  }
}
