import Kinesphere

/// Numbers from a seed and their place, the same here and in `Tests/Golden/make_goldens.py` to the bit.
public struct HashedNumbers: Sendable {
  public let seed: UInt32
  /// How many were taken so far.
  public private(set) var used: UInt32 = 0

  public init(seed: UInt32) { self.seed = seed }

  /// The number at a place, in `-1 ..< 1`, a multiple of 2^-23.
  public func number(_ place: UInt32) -> Float {
    var x = place &* 0x9E37_79B9 &+ seed &* 0x85EB_CA6B
    x ^= x >> 16
    x = x &* 0x7FEB_352D
    x ^= x >> 15
    x = x &* 0x846C_A68B
    x ^= x >> 16
    return Float(x >> 8) * 0x1p-23 - 1
  }

  /// The next numbers, scaled and shifted.
  public mutating func next(_ count: Int, scale: Float = 1, offset: Float = 0) -> [Float] {
    let start = used
    used += UInt32(count)
    return (0..<UInt32(count)).map { number(start + $0) * scale + offset }
  }
}

extension Parameters {
  /// Appends hashed numbers.
  mutating func append(
    _ name: String, shape: [Int], scale: Float, offset: Float = 0, from numbers: inout HashedNumbers
  ) {
    append(name, shape: shape, values: numbers.next(shape.reduce(1, *), scale: scale, offset: offset))
  }

  /// Appends weight and bias of a layer; with the gain 4, outputs stay near 1 through many layers.
  mutating func appendLayer(
    _ name: String, shape: [Int], gain: Float = 4, from numbers: inout HashedNumbers
  ) {
    let fanIn = Float(shape.dropFirst().reduce(1, *))
    append(name + ".weight", shape: shape, scale: (gain / fanIn).squareRoot(), from: &numbers)
    append(name + ".bias", shape: [shape[0]], scale: 0.25, from: &numbers)
  }

  /// Weights for an LSTM-CNN from a seed; `make_goldens.py` has the same.
  public static func hashed(_ configuration: LSTMCNN.Configuration, seed: UInt32) -> Parameters {
    var numbers = HashedNumbers(seed: seed)
    var result = Parameters()
    let inputs = configuration.inputs
    result.append("normalisation.mean", shape: [inputs], scale: 0.5, from: &numbers)
    result.append("normalisation.deviation", shape: [inputs], scale: 0.5, offset: 1, from: &numbers)
    result.append(
      "lstm.weight_ih", shape: [256, inputs], scale: (4 / Float(inputs)).squareRoot(), from: &numbers)
    result.append("lstm.weight_hh", shape: [256, 64], scale: 0.25, from: &numbers)
    result.append("lstm.bias_ih", shape: [256], scale: 0.25, from: &numbers)
    result.append("lstm.bias_hh", shape: [256], scale: 0.25, from: &numbers)
    result.appendLayer("conv1", shape: [8, 1, 3, 3], from: &numbers)
    result.appendLayer("conv2", shape: [16, 8, 3, 3], from: &numbers)
    result.appendLayer("conv3", shape: [64, 16, 3, 3], from: &numbers)
    result.appendLayer("dense1", shape: [128, configuration.features], from: &numbers)
    result.appendLayer("dense2", shape: [54, 128], from: &numbers)
    return result
  }

  /// Weights for a crop encoder from a seed; `make_goldens.py` has the same.
  public static func hashed(_ configuration: CropEncoder.Configuration, seed: UInt32) -> Parameters {
    var numbers = HashedNumbers(seed: seed)
    var result = Parameters()
    var channels = 1
    for (index, layer) in configuration.layers.enumerated() {
      result.appendLayer("encoder.layer\(index)", shape: [layer.channels, channels, 3, 3], from: &numbers)
      channels = layer.channels
    }
    // Strong logits, so that the votes differ and their places count.
    result.appendLayer("encoder.votes", shape: [90, channels, 1, 1], gain: 64, from: &numbers)
    return result
  }
  /// Weights for a part segmenter on that encoder from a seed.
  public static func hashed(
    _ configuration: PartSegmenter.Configuration, encoder: CropEncoder.Configuration, seed: UInt32
  ) -> Parameters {
    var numbers = HashedNumbers(seed: seed)
    var result = Parameters()
    let deep = encoder.layers[encoder.layers.count - 1].channels
    let (width, projected) = (configuration.pyramidChannels, configuration.projectedChannels)
    func point(_ name: String, _ outputs: Int, _ inputs: Int, gain: Float = 4) {
      result.appendLayer("parts." + name, shape: [outputs, inputs, 1, 1], gain: gain, from: &numbers)
    }
    func separable(_ name: String, _ outputs: Int, _ inputs: Int) {
      result.appendLayer("parts.\(name).depth", shape: [inputs, 1, 3, 3], from: &numbers)
      point(name + ".point", outputs, inputs)
    }
    point("pyramid0", width, deep)
    for index in configuration.rates.indices { separable("pyramid\(index + 1)", width, deep) }
    point("pooled", width, deep)
    point("project", projected, (configuration.rates.count + 2) * width)
    let low = configuration.lowLevelChannels
    point("low", low, encoder.layers[configuration.lowLevelLayer].channels)
    separable("decode0", configuration.decoderChannels, projected + low)
    separable("decode1", configuration.decoderChannels, configuration.decoderChannels)
    // Strong logits, so that the classes differ.
    point("classify", PartSegmenter.Configuration.classCount, configuration.decoderChannels, gain: 64)
    return result
  }

  /// Appends all tensors of another network.
  public mutating func append(_ other: Parameters) {
    for entry in other.entries {
      append(entry.name, shape: entry.shape, values: other.tensor(entry.name) ?? [])
    }
  }
}
