import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

/// Mutated small files: nothing may trap, hang or allocate without bound; errors and damaged frames are fine.
struct FuzzTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !result.isEmpty {
      let place = Int.random(in: 0..<result.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: result[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: result[place] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &generator) ?? 0
      case 3: result.removeLast(Int.random(in: 0..<min(40, result.count), using: &generator))
      case 4: result.insert(contentsOf: result[place..<min(place + 8, result.count)], at: place)
      default: for index in place..<min(place + 4, result.count) { result[index] = 0xFF }
      }
    }
    return result
  }

  /// Reads to the end; a recording of a few frames has no more than a few hundred outcomes.
  private func readAll(_ path: String) {
    guard let recording = try? Recordings.open(path: path, options: everythingSaid) else { return }
    var frame = recording.makeFrame()
    for _ in 0..<5000 {
      guard let outcome = try? recording.read(into: &frame), outcome != .end else { return }
    }
    Issue.record("a small file goes on for ever")
  }

  @Test func mutatedRecordingsNeverTrap() throws {
    var generator = SeededGenerator(seed: 77)
    let pictures = (0..<3).map { _ in randomPicture(width: 16, height: 12, using: &generator).storage }
    let matrix = MATBuilder.depth(pictures, width: 16, height: 12)
    let seeds = [
      msrFile(width: 16, height: 12, frames: pictures.map { $0.map(UInt32.init) }),
      MATBuilder.file(matrix), MATBuilder.file(MATBuilder.compressed(matrix)),
    ]
    for seed in seeds {
      for _ in 0..<400 { readAll(try scratch.write("fuzz", mutated(seed, using: &generator))) }
      // The header only, harder.
      for _ in 0..<200 {
        let head = min(seed.count, 200)
        readAll(try scratch.write("fuzz", mutated(Array(seed[..<head]), using: &generator) + seed[head...]))
      }
    }
  }

  @Test func mutatedTakesNeverTrap() throws {
    var generator = SeededGenerator(seed: 78)
    let camera = smallCamera(width: 16, height: 12)
    let path = scratch.file("a.take")
    let writer = try TakeWriter(
      creating: path,
      description: TakeDescription(
        camera: camera, rate: 30, isSegmented: true, provenance: "a test", labels: .kinect, beats: [0.5]))
    for index in 0..<5 {
      let picture = randomPicture(width: 16, height: 12, using: &generator)
      try writer.append(DepthFrame(depth: picture, camera: camera, time: Double(index) / 30), labels: Pose())
    }
    try writer.finish()
    for name in ["depth.log", "take.json", "labels.log"] {
      let sound = Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
      for _ in 0..<300 {
        _ = try scratch.write("a.take/" + name, mutated(sound, using: &generator))
        readAll(path)
        _ = try? SkeletonLabels(take: path)
      }
      _ = try scratch.write("a.take/" + name, sound)
    }
  }

  @Test func mutatedLabelsNeverTrap() throws {
    var generator = SeededGenerator(seed: 79)
    let text = Array((0..<40).map { "0.\($0) 1.5 2.\($0) 1.0" }.joined(separator: "\n").utf8)
    let points =
      pointFile(points: 2, dimensions: 3, frames: 2, flags: 1)
      + [UInt8](repeating: 1, count: 2 * 2 * 3 * 4 + 8)
    let skeleton = MATBuilder.file(
      MATBuilder.compressed(
        MATBuilder.matrix("d_skel", [20, 3, 2], kind: 6, storage: 9, [UInt8](repeating: 3, count: 960))))
    for _ in 0..<400 {
      let textFile = try scratch.write("t", mutated(text, using: &generator))
      _ = try? SkeletonLabels(msrReal3D: textFile, rate: 15)
      _ = try? PixelLabels(msr: textFile)
      _ = try? PointSequence(path: scratch.write("p", mutated(points, using: &generator)))
      let matFile = try scratch.write("m", mutated(skeleton, using: &generator))
      _ = try? SkeletonLabels(utd: matFile, rate: 30)
      _ = try? InertialTrack(utd: matFile)
    }
  }
}
