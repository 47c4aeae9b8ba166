extension CropEncoder {
  /// The encoder's sizes, as weights files state them.
  public struct Configuration: Codable, Hashable, Sendable {
    /// One 3 x 3 convolution.
    public struct Layer: Codable, Hashable, Sendable {
      /// Output channels, a multiple of 16.
      public var channels: Int
      /// 1 or 2.
      public var stride: Int

      public init(channels: Int, stride: Int) {
        self.channels = channels
        self.stride = stride
      }
    }

    /// Rows and columns of the crop; ``DepthCrop/size``.
    public var size: Int
    /// Half the crop's side in metres; ``DepthCrop/halfSize``.
    public var halfSize: Float
    public var layers: [Layer]

    public init(
      size: Int = DepthCrop.size, halfSize: Float = DepthCrop.halfSize, layers: [Layer] = Self.defaultLayers
    ) {
      self.size = size
      self.halfSize = halfSize
      self.layers = layers
    }

    /// 72 x 72 to 9 x 9 in 44 million multiply-adds; a cell of the last grid sees 75 x 75 pixels around it.
    public static let defaultLayers = [
      Layer(channels: 16, stride: 2), Layer(channels: 16, stride: 1), Layer(channels: 32, stride: 2),
      Layer(channels: 64, stride: 1), Layer(channels: 64, stride: 2), Layer(channels: 128, stride: 1),
      Layer(channels: 128, stride: 1), Layer(channels: 128, stride: 1),
    ]

    /// Multiply-adds of one crop.
    public var multiplyAdds: Int {
      var (side, channels, total) = (size, 1, 0)
      for layer in layers {
        side = (side - 1) / layer.stride + 1
        total += side * side * 9 * channels * layer.channels
        channels = layer.channels
      }
      return total + side * side * channels * CropEncoder.voteChannels
    }

    /// Throws unless the kernels run this stack.
    func check() throws(NetworkMismatch) {
      func fail(_ field: String, _ expected: String, _ actual: String) -> NetworkMismatch {
        .configuration(field: "encoder." + field, expected: expected, actual: actual)
      }
      guard (8...512).contains(size) else { throw fail("size", "from 8 to 512", "\(size)") }
      guard halfSize > 0, halfSize < 100 else {
        throw fail("halfSize", "between 0 and 100 metres", "\(halfSize)")
      }
      guard (1...64).contains(layers.count) else { throw fail("layers", "1 to 64 layers", "\(layers.count)") }
      for (index, layer) in layers.enumerated() {
        guard layer.channels % 16 == 0, (16...1024).contains(layer.channels) else {
          throw fail("layers[\(index)].channels", "a multiple of 16 up to 1024", "\(layer.channels)")
        }
        guard (1...2).contains(layer.stride) else {
          throw fail("layers[\(index)].stride", "1 or 2", "\(layer.stride)")
        }
      }
    }
  }
}
