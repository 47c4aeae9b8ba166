import Foundation
import Kinesphere

/// The background models on the frames of a file: 8-bit gray, row-major, one frame after the other. The first `learned`
/// frames show the room alone.
struct BackgroundStages {
  let frames: [VideoFrame]
  let learned: Int
  private var models: [BackgroundMethod: VideoBackground] = [:]
  private var next: [BackgroundMethod: Int] = [:]
  private var mask: PixelMask

  init(path: String, width: Int, height: Int, learned: Int) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let size = width * height
    frames = (0..<bytes.count / size).map { index in
      VideoFrame(
        channels: [
          Plane(width: width, height: height, pixels: Array(bytes[index * size..<(index + 1) * size]))
        ], time: 0)
    }
    self.learned = learned
    mask = PixelMask(width: width, height: height)
    for method in BackgroundMethod.allCases { restart(method) }
  }

  /// Learns the room anew.
  private mutating func restart(_ method: BackgroundMethod) {
    var model = VideoBackground(
      width: mask.width, height: mask.height, channelCount: 1, configuration: .init(method: method))
    for frame in frames[..<learned] { model.learn(frame) }
    model.settle()
    models[method] = model
    next[method] = learned
  }

  /// Subtracts and updates so many frames, going round those with the dancer; microseconds of each.
  mutating func time(_ method: BackgroundMethod, count: Int) -> [Double] {
    guard var model = models.removeValue(forKey: method), var index = next[method] else { return [] }
    var times: [Double] = []
    for _ in 0..<count {
      let start = ContinuousClock.now
      model.markForeground(of: frames[index], in: &mask)
      model.update(with: frames[index], foreground: mask)
      times.append((ContinuousClock.now - start) / .microseconds(1))
      index = index + 1 == frames.count ? learned : index + 1
    }
    models[method] = model
    next[method] = index
    return times
  }

  /// Writes the masks of all frames with the dancer, one byte per pixel.
  mutating func masks(_ method: BackgroundMethod, to path: String) throws {
    restart(method)
    guard var model = models.removeValue(forKey: method) else { return }
    var bytes = Data()
    for frame in frames[learned...] {
      model.markForeground(of: frame, in: &mask)
      model.update(with: frame, foreground: mask)
      for y in 0..<mask.height {
        for x in 0..<mask.width { bytes.append(mask[x, y] ? 255 : 0) }
      }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    restart(method)
  }
}
