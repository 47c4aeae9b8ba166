import Kinesphere

/// Gray or colour pictures, written as one NumPy array of bytes: `[frames, height, width]`, or `[frames, height, width, 3]`.
///
/// Nothing stands under the name before ``finish()``. Memory: one picture.
public final class PictureArrayWriter {
  public let path: String
  private let file: PartFile
  private let frames: Int
  private let size: Int
  private let channelCount: Int
  private var written = 0
  private var interleaved: [UInt8] = []

  /// Begins an array of so many pictures. Throws where something of the name exists.
  public init(
    path: String, frames: Int, width: Int, height: Int, channelCount: Int
  ) throws(RecordingError) {
    precondition(channelCount == 1 || channelCount == 3, "a picture is gray or has three colours")
    self.path = path
    self.frames = frames
    self.channelCount = channelCount
    size = width * height
    file = try PartFile(path: path)
    let shape = [frames, height, width] + (channelCount == 3 ? [3] : [])
    do throws(RecordingError) {
      try file.append(NPYHeader.bytes(descr: "|u1", shape: shape))
    } catch {
      file.discard()
      throw error
    }
  }

  /// Appends a picture: one plane, or three that are interleaved.
  public func append(_ channels: [Plane<UInt8>]) throws(RecordingError) {
    precondition(channels.count == channelCount, "the pictures have the array's channels")
    precondition(channels.allSatisfy { $0.storage.count == size }, "the pictures have the array's size")
    written += 1
    guard channels.count > 1 else { return try file.append(channels[0].storage) }
    interleaved.removeAll(keepingCapacity: true)
    for index in 0..<size {
      for channel in channels { interleaved.append(channel.storage[index]) }
    }
    try file.append(interleaved)
  }

  /// Gives the file its name.
  public func finish() throws(RecordingError) {
    precondition(written == frames, "the array holds as many pictures as were said")
    try file.finish()
  }

  /// Removes what was written; does nothing after ``finish()``.
  public func discard() { file.discard() }
}
