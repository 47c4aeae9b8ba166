import CKernels

extension PartSegmenter {
  /// The head's convolutions, and where its pictures lie in the scratch, in floats.
  struct Layers: Sendable {
    /// Floats of a cell of logits: 19 padded to whole blocks of 16.
    static let classRow = Int(KS_PART_ROW)

    /// p0 of the pyramid, and its branches with rates.
    let narrow: Pointwise
    let branches: [Separable]
    /// The branch of the mean, one cell, and what it adds to the bias of `project`: in every cell the same.
    let pooled: Pointwise
    let pooledShare: Pointwise
    /// The other branches' part of the join; its bias is in `pooledShare`.
    let project: Pointwise
    let upsampling: ks_upsampling
    let low: Pointwise
    let decode: [Separable]
    let classify: Pointwise

    /// `[C]`, `[pyramid]`, `[projected]`.
    let mean: Int
    let meanBranch: Int
    let projectBias: Int
    /// The newest depthwise convolution's picture.
    let between: Int
    /// `[g, g, (n + 1) pyramid]` and `[g, g, projected]`.
    let pyramid: Int
    let projected: Int
    /// `[s, s, projected + low]` and `[s, s, decoder]`.
    let joined: Int
    let decoded: Int
    /// `[s, s, 32]`.
    let logits: Int
    /// The observation's probabilities and places.
    let cells: Int

    init(
      _ configuration: Configuration, encoder: CropEncoder.Configuration, side: Int, plan: inout Plan
    ) throws(NetworkMismatch) {
      let deep = Self.picture(of: encoder, layer: encoder.layers.count - 1)
      let fine = Self.picture(of: encoder, layer: configuration.lowLevelLayer)
      let width = configuration.pyramidChannels
      let branchCells = (configuration.rates.count + 1) * width
      narrow = try plan.pointwise("parts.pyramid0", deep, outputs: width, cell: branchCells)
      var branches: [Separable] = []
      for (index, rate) in configuration.rates.enumerated() {
        branches.append(
          try plan.separable(
            "parts.pyramid\(index + 1)", deep, outputs: width, rate: rate, cell: branchCells))
      }
      self.branches = branches
      pooled = try plan.pointwise("parts.pooled", Picture(side: 1, channels: deep.channels), outputs: width)
      let tower = Picture(side: deep.side, channels: branchCells)
      (project, pooledShare) = try Self.join(configuration, tower, plan: &plan)
      let joinedCell = configuration.projectedChannels + configuration.lowLevelChannels
      low = try plan.pointwise(
        "parts.low", fine, outputs: configuration.lowLevelChannels, cell: joinedCell)
      upsampling = ks_upsampling(
        side: Int32(deep.side), size: Int32(side), channels: Int32(configuration.projectedChannels),
        outputCell: Int32(joinedCell), region: Region(side: side).kernel)
      let (wide, thin) = (
        Picture(side: side, channels: joinedCell),
        Picture(side: side, channels: configuration.decoderChannels)
      )
      decode = [
        try plan.separable("parts.decode0", wide, outputs: thin.channels, rate: 1),
        try plan.separable("parts.decode1", thin, outputs: thin.channels, rate: 1),
      ]
      classify = try Self.classes(thin, plan: &plan)

      mean = plan.layout.reserve(deep.channels)
      meanBranch = plan.layout.reserve(width)
      projectBias = plan.layout.reserve(configuration.projectedChannels)
      between = plan.layout.reserve(
        max(deep.side * deep.side * deep.channels, side * side * max(wide.channels, thin.channels)))
      pyramid = plan.layout.reserve(deep.side * deep.side * branchCells)
      projected = plan.layout.reserve(deep.side * deep.side * configuration.projectedChannels)
      joined = plan.layout.reserve(side * side * joinedCell)
      decoded = plan.layout.reserve(side * side * thin.channels)
      logits = plan.layout.reserve(side * side * Self.classRow)
      cells = plan.layout.reserve(side * side * Int(KS_PART_SCRATCH))
    }

    /// A layer's picture as ``CropEncoder/withFeatures(layer:_:)`` lends it: with a border of one cell.
    private static func picture(of encoder: CropEncoder.Configuration, layer: Int) -> Picture {
      let (side, channels) = (encoder.side(ofLayer: layer), encoder.layers[layer].channels)
      return Picture(side: side, channels: channels, row: (side + 2) * channels)
    }

    /// The join of the branches, cut in two: the mean's columns become a bias, since its cells are all alike.
    private static func join(
      _ configuration: Configuration, _ tower: Picture, plan: inout Plan
    ) throws(NetworkMismatch) -> (project: Pointwise, pooledShare: Pointwise) {
      let (outputs, width) = (configuration.projectedChannels, configuration.pyramidChannels)
      let all = tower.channels + width
      let weight = try plan.parameters.checked("parts.project.weight", shape: [outputs, all, 1, 1])
      let bias = try plan.parameters.checked("parts.project.bias", shape: [outputs])
      let rows = (0..<outputs).map { weight[$0 * all..<($0 + 1) * all] }
      let project = plan.store(
        rows.flatMap { $0.prefix(tower.channels) }, bias: bias, tower, outputs: outputs, cell: outputs)
      let share = plan.store(
        rows.flatMap { $0.suffix(width) }, bias: bias, Picture(side: 1, channels: width), outputs: outputs,
        cell: outputs, isRectified: false)
      return (project, share)
    }

    private static func classes(_ input: Picture, plan: inout Plan) throws(NetworkMismatch) -> Pointwise {
      let count = Configuration.classCount
      let weight = try plan.parameters.checked(
        "parts.classify.weight", shape: [count, input.channels, 1, 1])
      let bias = try plan.parameters.checked("parts.classify.bias", shape: [count])
      return plan.store(weight, bias: bias, input, outputs: count, cell: classRow, isRectified: false)
    }
  }
}
