/// The frames of a NumPy array `[frames, height, width]`, `[height, width]` or `[frames, height, width, 3]`, one at a time.
///
/// In C order a frame lies in one piece, and one is held. In Fortran order a frame lies scattered over the whole array:
/// frames are then gathered in blocks of 32 MiB at most (at least one frame), each with one pass over the array, which
/// keeps the memory bounded and costs a pass a block. MATLAB's `[height, width, frames]` is better kept as a MAT file.
final class ArrayFrames {
  let frameCount, height, width, channelCount: Int
  /// The last frame's bytes; see ``place(x:y:channel:)``.
  private(set) var raw: [UInt8]
  let source: ArraySource
  private var index = 0
  private var block: [UInt8] = []
  private var blockFrames = 0..<0

  private static let blockBytes = 32 << 20

  init(_ source: ArraySource, file: String, takesColours: Bool) throws(RecordingError) {
    var shape = source.header.shape
    func wrong(_ actual: String) -> RecordingError {
      RecordingError(
        .invalid, file: file,
        expected: "\(source.name) as [frames, height, width] or [height, width]"
          + (takesColours ? ", or [frames, height, width, 3]" : ""), actual: actual)
    }
    if takesColours, shape.count == 4, shape.last == 3 {
      channelCount = 3
      shape.removeLast()
    } else {
      channelCount = 1
    }
    if shape.count == 2 { shape.insert(1, at: 0) }
    guard shape.count == 3 else { throw wrong("it is \(source.header.shapeText)") }
    (frameCount, height, width) = (shape[0], shape[1], shape[2])
    guard frameCount > 0, (1...8192).contains(width), (1...8192).contains(height) else {
      throw wrong("it is \(source.header.shapeText), and a side has 1 to 8192 pixels")
    }
    self.source = source
    raw = [UInt8](repeating: 0, count: height * width * channelCount * source.header.number.size)
  }

  /// The frame to be read next.
  var next: Int { index }

  /// The place of a pixel's number in ``raw``.
  @inline(__always)
  func place(x: Int, y: Int, channel: Int = 0) -> Int {
    source.header.isFortran
      ? (channel &* width &+ x) &* height &+ y : (y &* width &+ x) &* channelCount &+ channel
  }

  /// Reads the next frame into ``raw``; call ``frameCount`` times at most.
  func read() throws(RecordingError) {
    precondition(index < frameCount, "there is a frame to read")
    if source.header.isFortran && frameCount > 1 {
      try gather()
    } else {
      try source.read(into: &raw)
      if index == frameCount - 1 { try source.finish() }
    }
    index += 1
  }

  /// Goes to a frame, from 0 to ``frameCount``.
  func seek(to frame: Int) throws(RecordingError) {
    guard frame != index else { return }
    if !source.header.isFortran || frameCount == 1 { try source.jump(to: frame * raw.count) }
    index = frame
  }

  private func gather() throws(RecordingError) {
    if !blockFrames.contains(index) { try fillBlock() }
    let start = (index - blockFrames.lowerBound) * raw.count
    for place in 0..<raw.count { raw[place] = block[start + place] }
  }

  /// One pass over the array, keeping the bytes of the frames from `index` on.
  private func fillBlock() throws(RecordingError) {
    let size = source.header.number.size
    let count = min(max(1, Self.blockBytes / raw.count), frameCount - index)
    blockFrames = index..<index + count
    if block.count != count * raw.count { block = [UInt8](repeating: 0, count: count * raw.count) }
    try source.jump(to: 0)
    // A line holds one pixel of every frame.
    var line = [UInt8](repeating: 0, count: frameCount * size)
    for pixel in 0..<raw.count / size {
      try source.read(into: &line)
      for frame in 0..<count {
        for byte in 0..<size {
          block[frame &* raw.count &+ pixel &* size &+ byte] = line[(index &+ frame) &* size &+ byte]
        }
      }
    }
  }
}
