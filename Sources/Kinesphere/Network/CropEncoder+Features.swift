extension CropEncoder {
  /// A layer's picture, channels last, inside the encoder's scratch.
  struct Features {
    /// Cell (0, 0).
    let start: UnsafePointer<Float>
    /// Rows, and cells in a row.
    let side: Int
    /// Floats of a cell.
    let channels: Int
    /// Floats from one row to the next: between rows lies a border of zeros.
    let row: Int
  }

  /// Lends what a layer made of the crop that was read last (after its ReLU), so that other heads compute no layer anew.
  func withFeatures<Result>(layer index: Int, _ body: (Features) -> Result) -> Result {
    let layer = layers[index]
    return scratch.withPointer { scratch in
      body(
        Features(
          start: scratch + layer.output, side: Int(layer.shape.width), channels: Int(layer.shape.outputs),
          row: Int(layer.shape.outputRow)))
    }
  }
}
