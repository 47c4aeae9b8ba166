extension DenseFlow {
  /// Sets exactly the pixels whose flow is longer than so many pixels.
  func mark(_ mask: inout PixelMask, longerThan threshold: Float) {
    precondition(mask.width == width && mask.height == height, "the mask has the picture's size")
    u.withPixels { u in
      v.withPixels { v in mask.markLong(u, v, overSquare: threshold * threshold) }
    }
  }
}

extension DenseFlow.Configuration {
  /// The default for pictures of more noise, in gray levels: motion wants to be told from stillness.
  public static func noisy(_ noise: Float) -> DenseFlow.Configuration {
    var result = DenseFlow.Configuration()
    result.noise = noise
    return result
  }
}

extension Plane<UInt8> {
  /// The luma of a picture: its gray, or ``Luma``.
  mutating func takeLuma(of frame: VideoFrame) {
    guard frame.channels.count == 3 else { return copy(frame.channels[0]) }
    precondition(frame.width == width && frame.height == height, "the picture's size is the plane's")
    frame.channels[0].withPixels { red in
      frame.channels[1].withPixels { green in
        frame.channels[2].withPixels { blue in
          withMutablePixels { luma in
            for index in luma.indices {
              luma[index] = Luma.gray(red[index], green[index], blue[index])
            }
          }
        }
      }
    }
  }
}
