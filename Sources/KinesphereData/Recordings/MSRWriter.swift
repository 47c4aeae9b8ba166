import Kinesphere

/// Writes MSR-Action3D's `.bin`: frames, width, height, then a 32-bit number of millimetres a pixel. Nothing else is kept.
final class MSRWriter: RecordingWriter {
  private let file: PartFile
  private let camera: Camera
  private(set) var frameCount = 0
  private var bytes: [UInt8]

  init(path: String, description: TakeDescription) throws(RecordingError) {
    guard SequenceName(InputFile.stem(path))?.dataSet != .msrAction3D else {
      throw RecordingError(
        .unwritable, file: path, expected: "a name that is none of MSR-Action3D's",
        actual: "its readers take that data set's unit, not millimetres")
    }
    file = try PartFile(path: path)
    camera = description.camera
    bytes = [UInt8](repeating: 0, count: 4 * camera.width * camera.height)
    try file.append([UInt8](repeating: 0, count: MSRRecording.headerSize))
  }

  func append(_ frame: DepthFrame, labels: Pose?) throws(RecordingError) {
    try camera.check(frame, file: file.path)
    for (index, value) in frame.depth.storage.enumerated() {
      bytes[4 * index] = UInt8(truncatingIfNeeded: value)
      bytes[4 * index + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    try file.append(bytes)
    frameCount += 1
  }

  func finish() throws(RecordingError) {
    var head = [UInt8](repeating: 0, count: MSRRecording.headerSize)
    for (place, value) in [frameCount, camera.width, camera.height].enumerated() {
      head.store(UInt32(truncatingIfNeeded: value), at: 4 * place)
    }
    try file.write(head, at: 0)
    try file.finish()
  }

  func discard() { file.discard() }
}

extension Camera {
  /// Throws where a frame has another size than this camera.
  func check(_ frame: DepthFrame, file: String) throws(RecordingError) {
    guard frame.depth.width == width, frame.depth.height == height else {
      throw RecordingError(
        .invalid, file: file, expected: "frames of \(width) x \(height)",
        actual: "one has \(frame.depth.width) x \(frame.depth.height)")
    }
  }
}
