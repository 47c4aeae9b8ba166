extension CropEncoder {
  /// The mean of what the crop and its mirror image say, left and right exchanged: the errors of the two are not alike.
  ///
  /// `image` takes the mirror image, of the crop's size. The features (``withFeatures(layer:_:)``) are of the crop itself. A
  /// point's scale is the mean of both, more than the mean's own. Twice the cost of ``estimate(_:)-(Span<Float>)``;
  /// allocates nothing.
  public mutating func estimateMirrorAverage(_ crop: [Float], image: inout [Float]) -> Estimate {
    let size = configuration.size
    precondition(crop.count == size * size && image.count == crop.count, "the crop is of the encoder's size")
    for row in 0..<size {
      for x in 0..<size { image[row * size + x] = crop[row * size + size - 1 - x] }
    }
    let mirrored = estimate(image)
    var result = estimate(crop)
    for point in KeyPoint.allCases {
      let (index, other) = (point.rawValue, point.mirrored.rawValue)
      result.points[index] = (result.points[index] + mirrored.points[other] * SIMD3(-1, 1, 1)) / 2
      result.setScale((result.scales[index] + mirrored.scales[other]) / 2, of: index)
    }
    return result
  }
}
