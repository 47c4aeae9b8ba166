extension PartSegmenterConfiguration {
  /// Rows and columns of the logits' grid, those of the low-level layer: 36 by default. Throws unless this is a head for
  /// that encoder and every cell of the grid is the same whole block of the crop's pixels.
  func side(beside encoder: CropEncoder.Configuration) throws(NetworkMismatch) -> Int {
    try check(beside: encoder)
    let side = encoder.side(ofLayer: lowLevelLayer)
    guard encoder.size % side == 0 else {
      throw .configuration(
        field: "parts.lowLevelLayer", expected: "a layer whose side divides the crop's \(encoder.size)",
        actual: "\(lowLevelLayer), whose side is \(side)")
    }
    return side
  }
}

extension CropEncoder.Configuration {
  /// Rows and columns of a layer's output.
  public func side(ofLayer index: Int) -> Int {
    layers[...index].reduce(size) { ($0 - 1) / $1.stride + 1 }
  }
}
