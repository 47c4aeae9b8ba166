import Foundation
import Kinesphere
import KinesphereData
import _KinesphereTestSupport

/// Small recordings and weights for the command's tests.
enum Fixtures {
  static let camera = Camera.kinect1

  /// A box of a person's size that walks to the right, 2.5 m away, before nothing.
  static func frame(_ index: Int) -> DepthFrame {
    var depth = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
    let left = 10 + index * 5 % 250
    for y in 40..<210 { for x in left..<left + 50 { depth[x, y] = UInt16(2_500 + (x + y) % 40) } }
    return DepthFrame(depth: depth, camera: camera, time: Double(index) / 30)
  }

  /// A finished take of such frames; those in `blank` have no reading.
  static func take(_ path: String, frames: Int, segmented: Bool = true, blank: Set<Int> = []) throws {
    let description = TakeDescription(camera: camera, rate: 30, isSegmented: segmented, provenance: "a test")
    let writer = try TakeWriter(creating: path, description: description)
    for index in 0..<frames {
      var frame = frame(index)
      if !segmented {
        for place in frame.depth.storage.indices where frame.depth.storage[place] == 0 {
          frame.depth.storage[place] = 4_000
        }
      }
      if blank.contains(index) {
        frame.depth = Plane(width: camera.width, height: camera.height, repeating: 0)
      }
      try writer.append(frame)
    }
    try writer.finish()
  }

  /// An MSR `.bin` of such frames, with any header.
  static func bin(_ path: String, frames: Int, header: [UInt32]? = nil) throws {
    var bytes = Data()
    for value in header ?? [UInt32(frames), 320, 240] { append(value, to: &bytes) }
    for index in 0..<frames {
      for value in frame(index).depth.storage { append(UInt32(value), to: &bytes) }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  /// Raw little-endian pixels of such frames.
  static func raw(frames: Int) -> Data {
    var bytes = Data()
    for index in 0..<frames {
      for value in frame(index).depth.storage {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

  /// Small sound weights with numbers from a seed: quick, and good for nothing else.
  static func weights(_ path: String, preset: NetworkWeights.Preset = .crop) throws {
    let lstmcnn = LSTMCNN.Configuration(inputs: NetworkWeights.inputs(of: preset), steps: 8)
    var parameters = Parameters.hashed(lstmcnn, seed: 1)
    var encoder: CropEncoder.Configuration?
    var parts: PartSegmenter.Configuration?
    if preset != .channels {
      let small = CropEncoder.Configuration(layers: [
        .init(channels: 16, stride: 2), .init(channels: 16, stride: 2),
      ])
      encoder = small
      parameters.append(.hashed(small, seed: 2))
      if preset == .parts {
        let head = PartSegmenter.Configuration(lowLevelLayer: 0)
        parts = head
        parameters.append(.hashed(head, encoder: small, seed: 3))
      }
    }
    let configuration = NetworkWeights.Configuration(
      preset: preset, skeleton: .anatomical, lstmcnn: lstmcnn, encoder: encoder, parts: parts)
    try NetworkWeights(configuration: configuration, parameters: parameters).write(to: path)
  }

  private static func append(_ value: UInt32, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}

extension Fixtures {
  /// A sequence of MSR-Action3D's kind in `folder`: the walking box, at about 2.5 m by the data set's unit, and a skeleton
  /// that stands still in it. Joint `j` lies `j` cm above the box's middle.
  static func msrSequence(_ name: String, in folder: URL, frames: Int, hasSkeleton: Bool = true) throws {
    let depth = folder.appendingPathComponent("Depth")
    let skeleton = folder.appendingPathComponent("SkeletonReal3D")
    for place in [depth, skeleton] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    var bytes = Data()
    for value in [UInt32(frames), 320, 240] { append(value, to: &bytes) }
    var lines = ""
    for index in 0..<frames {
      for value in frame(index).depth.storage { append(value == 0 ? 0 : 474, to: &bytes) }
      let middle = camera.unproject(u: Float(35 + index * 5 % 250), v: 125, depth: 2.5)
      for joint in 0..<20 { lines += "\(middle.x) \(middle.y + Float(joint) * 0.01) \(middle.z) 1\n" }
    }
    try bytes.write(to: depth.appendingPathComponent("\(name)_sdepth.bin"))
    guard hasSkeleton else { return }
    try Data(lines.utf8).write(to: skeleton.appendingPathComponent("\(name)_skeleton3D.txt"))
  }
}

extension Fixtures {
  /// Motion capture of CMU's kind: somebody who stands with hanging arms and sways for two seconds, at 30 Hz.
  static func motion(_ path: String) throws {
    var joints: [(String, SIMD3<Float>)] = [
      ("root", SIMD3(0, 0.95, 0)), ("lowerback", SIMD3(0, 1.05, 0)), ("upperback", SIMD3(0, 1.2, 0)),
      ("lowerneck", SIMD3(0, 1.5, 0)), ("head", SIMD3(0, 1.65, 0)),
    ]
    for (letter, x) in [("l", Float(-1)), ("r", 1)] {
      joints += [
        (letter + "hipjoint", SIMD3(0.1 * x, 0.92, 0)), (letter + "femur", SIMD3(0.12 * x, 0.5, -0.02)),
        (letter + "tibia", SIMD3(0.13 * x, 0.08, 0)), (letter + "foot", SIMD3(0.14 * x, 0.02, -0.13)),
        (letter + "clavicle", SIMD3(0.17 * x, 1.42, 0)), (letter + "humerus", SIMD3(0.22 * x, 1.14, 0)),
        (letter + "radius", SIMD3(0.24 * x, 0.89, -0.03)), (letter + "hand", SIMD3(0.25 * x, 0.8, -0.05)),
      ]
    }
    var bytes = Data("SKL1".utf8)
    for value in [UInt16(joints.count), 3] { withUnsafeBytes(of: value.littleEndian) { bytes += Data($0) } }
    for value in [UInt32(60), Float(30).bitPattern, 0] { append(value, to: &bytes) }
    for frame in 0..<60 {
      let sway = SIMD3<Float>(0.002 * Float(frame), 0, 0)
      for (_, place) in joints {
        for axis in 0..<3 { append((place + sway * place.y)[axis].bitPattern, to: &bytes) }
      }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    let names = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("JOINTS.txt")
    try Data(joints.map { $0.0 + "\n" }.joined().utf8).write(to: names)
  }
}

extension Fixtures {
  /// A sequence of UTD-MHAD's kind in `folder`: the walking box, and a skeleton that stands still in it, `labelShift` metres
  /// to the right of its middle. Joint `j` lies `j` cm above the middle.
  static func utdSequence(_ name: String, in folder: URL, frames: Int, labelShift: Float = 0) throws {
    let (depth, skeleton) = (
      folder.appendingPathComponent("Depth"), folder.appendingPathComponent("Skeleton")
    )
    for place in [depth, skeleton] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    let pictures = (0..<frames).map { frame($0).depth.storage }
    let file = MATBuilder.file(MATBuilder.compressed(MATBuilder.depth(pictures, width: 320, height: 240)))
    try Data(file).write(to: depth.appendingPathComponent("\(name)_depth.mat"))
    var numbers = Data()
    for index in 0..<frames {
      let middle = camera.unproject(u: Float(35 + index * 5 % 250), v: 125, depth: 2.52)
      for axis in 0..<3 {
        for joint in 0..<20 {
          let place = middle + SIMD3(labelShift, Float(joint) * 0.01, 0)
          withUnsafeBytes(of: Double(place[axis]).bitPattern.littleEndian) { numbers += Data($0) }
        }
      }
    }
    let array = MATBuilder.matrix("d_skel", [20, 3, frames], kind: 6, storage: 9, Array(numbers))
    try Data(MATBuilder.file(array)).write(to: skeleton.appendingPathComponent("\(name)_skeleton.mat"))
  }
}
