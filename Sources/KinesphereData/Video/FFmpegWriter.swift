import Foundation
import Kinesphere

/// Writes through ffmpeg: depth as FFV1 in Matroska (16-bit gray, lossless, the take's description in a tag), or a preview as
/// H.264 in MP4, shaded, with the skeleton over it.
final class FFmpegWriter: RecordingWriter {
  private let path: String
  /// What ffmpeg writes into by its name, held so that no other program does.
  private let file: PartFile
  private let child: ChildProcess
  private let camera: Camera
  private var shading: DepthShading?
  private var bytes: [UInt8]
  private(set) var frameCount = 0

  init(path: String, isPreview: Bool, description: TakeDescription, ffmpeg: FFmpeg) throws(RecordingError) {
    file = try PartFile(path: path)
    self.path = path
    camera = description.camera
    let count = camera.width * camera.height
    shading = isPreview ? DepthShading(width: camera.width, height: camera.height) : nil
    bytes = isPreview ? [] : [UInt8](repeating: 0, count: 2 * count)
    let text = try? description.json(isPretty: false)
    let rate = String(format: "%.6f", description.rate)
    let coding =
      isPreview
      ? [
        // H.264 in its common form halves colours, so both sides must be even.
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
        "yuv420p",
        "-movflags", "+faststart", "-f", "mp4",
      ]
      : [
        "-c:v", "ffv1", "-level", "3", "-slicecrc", "1", "-metadata", "\(FFmpegDepth.tag)=\(text ?? "")",
        "-metadata:s:v:0", "title=DEPTH", "-f", "matroska",
      ]
    do throws(RecordingError) {
      child = try ChildProcess(
        ffmpeg.executable,
        [
          "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", isPreview ? "rgb24" : "gray16le", "-video_size",
          "\(camera.width)x\(camera.height)", "-framerate", rate, "-i", "pipe:0",
        ] + coding + [FFmpeg.url(path + PartFile.suffix)],
        // Encoders hold pictures back and then work for a while.
        file: path, patience: ffmpeg.patience * 3, takesInput: true)
    } catch {
      file.discard()
      throw error
    }
  }

  func append(_ frame: DepthFrame, labels: Pose?) throws(RecordingError) {
    try camera.check(frame, file: path)
    if shading != nil {
      shading?.shade(frame.depth)
      if let labels { shading?.draw(labels, camera: camera) }
      try child.write(shading?.bytes ?? [])
    } else {
      for (index, value) in frame.depth.storage.enumerated() {
        bytes[2 * index] = UInt8(truncatingIfNeeded: value)
        bytes[2 * index + 1] = UInt8(truncatingIfNeeded: value >> 8)
      }
      try child.write(bytes)
    }
    frameCount += 1
  }

  func finish() throws(RecordingError) {
    let end = try child.finish()
    guard end == .exited(0) else { throw child.problem(end, expected: "to encode it", .unwritable) }
    try file.finish()
  }

  func discard() {
    guard file.isOpen else { return }
    child.close()
    file.discard()
  }
}

extension ChildProcess {
  /// ``write(_:)`` for an array.
  func write(_ bytes: [UInt8]) throws(RecordingError) {
    let outcome = bytes.withUnsafeBytes { buffer -> Result<Void, RecordingError> in
      do throws(RecordingError) { return .success(try write(buffer)) } catch { return .failure(error) }
    }
    try outcome.get()
  }
}
