import CKernels

extension PartSegmenter {
  /// One way through the head, with the buffers' addresses at hand.
  struct Pass {
    let level: CPULevel
    let weights: UnsafePointer<Float>
    let scratch: UnsafeMutablePointer<Float>
    let layers: Layers

    /// From the last layer's features to ``Layers/projected``.
    func pyramid(_ deep: CropEncoder.Features) {
      let width = Int(layers.narrow.shape.outputs)
      convolve(layers.narrow, deep.start, layers.pyramid)
      for (index, branch) in layers.branches.enumerated() {
        convolve(branch.depth, deep.start)
        convolve(branch.point, scratch + layers.between, layers.pyramid + (index + 1) * width)
      }
      ks_mean(
        level.rawValue, deep.start, Int32(deep.side), Int32(deep.channels), Int32(deep.row),
        scratch + layers.mean)
      convolve(layers.pooled, scratch + layers.mean, layers.meanBranch)
      convolve(layers.pooledShare, scratch + layers.meanBranch, layers.projectBias)
      convolve(
        layers.project, scratch + layers.pyramid, layers.projected, bias: scratch + layers.projectBias)
    }

    /// From there and the low-level features to the logits of `region`, whose cells look two cells around them.
    func decode(_ fine: CropEncoder.Features, within region: Region) {
      let (near, wide) = (region.grown(by: 1), region.grown(by: 2))
      var upsampling = layers.upsampling
      upsampling.region = wide.kernel
      ks_upsample(level.rawValue, &upsampling, scratch + layers.projected, scratch + layers.joined)
      convolve(layers.low, fine.start, layers.joined + Int(upsampling.channels), within: wide)
      convolve(layers.decode[0], layers.joined, within: near)
      convolve(layers.decode[1], layers.decoded, within: region)
      convolve(layers.classify, scratch + layers.decoded, layers.logits, within: region)
    }

    private func convolve(_ layer: Separable, _ input: Int, within region: Region) {
      convolve(layer.depth, scratch + input, within: region)
      convolve(layer.point, scratch + layers.between, layers.decoded, within: region)
    }

    private func convolve(_ layer: Depthwise, _ input: UnsafePointer<Float>, within region: Region? = nil) {
      var shape = layer.shape
      if let region { shape.region = region.kernel }
      ks_depthwise(
        level.rawValue, &shape, input, weights + layer.weights, weights + layer.bias, scratch + layers.between
      )
    }

    private func convolve(
      _ layer: Pointwise, _ input: UnsafePointer<Float>, _ output: Int, within region: Region? = nil,
      bias: UnsafePointer<Float>? = nil
    ) {
      var shape = layer.shape
      var (source, target) = (0, output)
      if let region {
        let (x, y) = (region.columns.lowerBound, region.rows.lowerBound)
        shape.width = Int32(region.columns.count)
        shape.height = Int32(region.rows.count)
        source = y * Int(shape.inputRow) + x * Int(shape.channels)
        target += y * Int(shape.outputRow) + x * Int(shape.outputCell)
      }
      ks_convolve(
        level.rawValue, &shape, input + source, weights + layer.weights, bias ?? weights + layer.bias,
        scratch + target)
    }
  }
}
