import Foundation
import Kinesphere
import KinesphereData

/// A folder that lives as long as the test's value.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/kinesphere-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file and returns its path. (Foundation's `Data.write` waits for the disk, 10 ms a file; so do some file
  /// systems where a file is emptied and not removed.)
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    unlink(file(name))
    let stream = fopen(file(name), "wb")
    defer { if let stream { fclose(stream) } }
    guard let stream, fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
      throw RecordingError(
        .unwritable, file: file(name), expected: "room in the temporary folder", actual: "none")
    }
    return file(name)
  }
}

/// A number's bytes, lowest first.
func bytes<Value: FixedWidthInteger>(_ values: Value...) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}

/// An MSR `.bin` of pictures, each row-major.
func msrFile(width: Int, height: Int, frames: [[UInt32]]) -> [UInt8] {
  bytes(UInt32(frames.count), UInt32(width), UInt32(height)) + frames.flatMap { $0.flatMap { bytes($0) } }
}

/// A picture of mixed content: missing readings, smooth slopes, noise and extremes.
func randomPicture(width: Int, height: Int, using generator: inout SeededGenerator) -> Plane<UInt16> {
  var picture = Plane<UInt16>(width: width, height: height, repeating: 0)
  var value: Int = 1000
  for index in 0..<picture.count {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<60: value = max(1, min(65535, value + Int.random(in: -3...3, using: &generator)))
    case 60..<62: value = Int.random(in: 1...65535, using: &generator)
    case 62: value = [1, 65535][Int.random(in: 0...1, using: &generator)]
    default: continue
    }
    picture.storage[index] = UInt16(value)
  }
  return picture
}

/// A small camera for handmade pictures.
func smallCamera(width: Int, height: Int, isMirrored: Bool = true) -> Camera {
  Camera(
    width: width, height: height, focalX: 20, focalY: 20, centreX: Float(width) / 2,
    centreY: Float(height) / 2,
    isMirrored: isMirrored)
}

/// Options that say everything a bare file leaves unsaid.
let everythingSaid = RecordingOptions(
  camera: Intrinsics(focalX: 20, focalY: 20, centreX: 8, centreY: 6), mirrored: true, unit: .millimetre,
  rate: 30)

/// The head of a `.skl` file at 30 Hz.
func pointFile(points: UInt16, dimensions: UInt16, frames: UInt32, flags: UInt32) -> [UInt8] {
  Array("SKL1".utf8) + bytes(points, dimensions) + bytes(frames, Float(30).bitPattern, flags)
}
