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
  /// The luma of a picture: its gray, or (77 red + 150 green + 29 blue) / 256, which is that of Rec. ITU-R BT.601.
  mutating func takeLuma(of frame: VideoFrame) {
    guard frame.channels.count == 3 else { return copy(frame.channels[0]) }
    precondition(frame.width == width && frame.height == height, "the picture's size is the plane's")
    frame.channels[0].withPixels { red in
      frame.channels[1].withPixels { green in
        frame.channels[2].withPixels { blue in
          withMutablePixels { luma in
            for index in luma.indices {
              let sum = 77 &* UInt32(red[index]) &+ 150 &* UInt32(green[index]) &+ 29 &* UInt32(blue[index])
              luma[index] = UInt8(truncatingIfNeeded: (sum &+ 128) >> 8)
            }
          }
        }
      }
    }
  }
}
