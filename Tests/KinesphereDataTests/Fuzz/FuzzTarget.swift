import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

/// A parser of a file format, with the sound files that its inputs are made from.
enum FuzzTarget: String, CaseIterable, Sendable {
  case msr, mat, takeLog, takeLabels, takeDescription, npy, npz, png, stamps, skl, bvh, csv, poses,
    pixelLabels
  case skeletonText, skeletonMAT, inertial, weights, probe, trc, c3d, amc, asf

  /// What the mutated file is called.
  var fileName: String {
    switch self {
    case .takeLog: "a.take/depth.log"
    case .takeLabels: "a.take/labels.log"
    case .takeDescription: "a.take/take.json"
    case .png: "pictures/000001.png"
    case .stamps: "pictures/timestamps.csv"
    case .skl: "a.skl"
    case .bvh: "a.bvh"
    case .csv: "a.csv"
    case .poses: "a.json"
    case .pixelLabels: "a_skeleton.txt"
    case .weights: "a.safetensors"
    case .asf: "05.asf"
    case .amc: "05_02.amc"
    default: "a.\(rawValue)"
    }
  }

  /// Whether the format is text, whose numbers are worth mutating.
  var isText: Bool {
    [.takeDescription, .stamps, .bvh, .csv, .poses, .pixelLabels, .skeletonText, .probe, .trc, .amc, .asf]
      .contains(self)
  }

  /// Makes sound files in a folder: what lies beside the mutated one, and the one itself. Returns its content.
  func corpus(in folder: String) throws -> [FuzzSeed] {
    var generator = SeededGenerator(seed: 5)
    let pictures = (0..<3).map { _ in randomPicture(width: 16, height: 12, using: &generator) }
    let planes = pictures.map(\.storage)
    switch self {
    case .msr: return [FuzzSeed(msrFile(width: 16, height: 12, frames: planes.map { $0.map(UInt32.init) }))]
    case .mat:
      let matrix = MATBuilder.depth(planes, width: 16, height: 12)
      return FuzzSeed.mat(matrix)
    case .npy, .npz:
      let array = ArrayBuilder.npy("<u2", [3, 12, 16], planes.flatMap { $0.flatMap { bytes($0) } })
      let big = ArrayBuilder.npy(
        ">f8", [1, 12, 16], fortran: true, [UInt8](repeating: 0, count: 12 * 16 * 8))
      if self == .npy { return [FuzzSeed(array), FuzzSeed(big)] }
      return [false, true].map { isDeflated in
        FuzzSeed(array) { ArrayBuilder.npz([("depth.npy", $0)], deflated: isDeflated) }
      }
    case .takeLog, .takeLabels, .takeDescription: try write(pictures, .take, to: folder + "/a.take")
    case .png, .stamps: try write(pictures, .png, to: folder + "/pictures")
    case .skl:
      return [
        FuzzSeed(pointFile(points: 2, dimensions: 3, frames: 4, flags: 0) + [UInt8](repeating: 1, count: 96))
      ]
    case .bvh: return [FuzzSeed(FuzzTexts.bvh)]
    case .trc: return [FuzzSeed(FuzzTexts.trc)]
    case .c3d: return [84, 85, 86].map { FuzzSeed(C3DBuilder(processor: $0, isFloat: $0 != 86).bytes) }
    case .amc, .asf:
      // One of the two is mutated, the other lies beside it.
      let other = self == .amc ? ("05.asf", FuzzTexts.asf) : ("05_02.amc", FuzzTexts.amc)
      try other.1.write(toFile: folder + "/" + other.0, atomically: false, encoding: .utf8)
      return [FuzzSeed(self == .amc ? FuzzTexts.amc : FuzzTexts.asf)]
    case .csv: return FuzzTexts.csv.map { FuzzSeed($0) }
    case .poses: return [FuzzSeed(FuzzTexts.poses)]
    case .pixelLabels: return [FuzzSeed(FuzzTexts.labels)]
    case .skeletonText: return [FuzzSeed(FuzzTexts.skeleton)]
    case .skeletonMAT, .inertial:
      let numbers = (0..<120).flatMap { bytes((0.1 * Double($0)).bitPattern) }
      let (name, shape) = self == .inertial ? ("d_iner", [20, 6]) : ("d_skel", [20, 3, 2])
      return FuzzSeed.mat(MATBuilder.matrix(name, shape, kind: 6, storage: 9, numbers))
    case .probe: return [FuzzSeed(FuzzTexts.probe)]
    case .weights:
      let lstmcnn = LSTMCNN.Configuration(inputs: 7, steps: 8)
      let configuration = NetworkWeights.Configuration(
        preset: .channels, skeleton: .anatomical, lstmcnn: lstmcnn, encoder: nil)
      try NetworkWeights(configuration: configuration, parameters: .hashed(lstmcnn, seed: 1))
        .write(to: folder + "/" + fileName)
    }
    let file = Array(FileManager.default.contents(atPath: folder + "/" + fileName) ?? Data())
    return self == .png ? [try FuzzSeed(png: file, rowBytes: 12 * (1 + 2 * 16))] : [FuzzSeed(file)]
  }

  private func write(_ pictures: [Plane<UInt16>], _ format: WritingFormat, to path: String) throws {
    let camera = smallCamera(width: 16, height: 12)
    let writer = try RecordingWriters.open(
      path: path, format: format,
      description: TakeDescription(
        camera: camera, rate: 30, isSegmented: true, provenance: "the fuzzer",
        labels: format == .take ? .kinect : nil, beats: [0.5]))
    let labels = format == .take ? KnownMotion().points[0] : nil
    for (index, picture) in pictures.enumerated() {
      try writer.append(DepthFrame(depth: picture, camera: camera, time: Double(index) / 30), labels: labels)
    }
    try writer.finish()
  }

  /// Reads an input to its end, and returns whether all of it was sound; throws what the parser throws.
  func parse(in folder: String) throws -> Bool {
    let path = folder + "/" + fileName
    switch self {
    case .csv: _ = try MotionClip(path: path)
    case .asf: _ = try MotionFile.points(path: folder + "/05_02.amc")
    case .skl, .bvh, .trc, .c3d, .amc: _ = try MotionFile.points(path: path)
    case .poses: _ = try PosesDocument(path: path)
    case .pixelLabels: _ = try PixelLabels(msr: path)
    case .weights: _ = try NetworkWeights.load(path)
    case .probe:
      _ = try FFmpegProbe(
        json: Array(FileManager.default.contents(atPath: path) ?? Data()), path: path)
    case .takeLabels:
      guard let labels = try SkeletonLabels(take: folder + "/a.take") else { return false }
      // A damaged record is a frame without labels.
      return labels.motion.poses.count == 3 && labels.motion.poses.allSatisfy { $0[.head].x.isFinite }
    case .skeletonText: _ = try SkeletonLabels(msrReal3D: path, rate: 15)
    case .skeletonMAT: _ = try SkeletonLabels(utd: path, rate: 30)
    case .inertial: _ = try InertialTrack(utd: path)
    case .takeLog, .takeDescription: return try read(folder + "/a.take")
    case .png, .stamps: return try read(folder + "/pictures")
    case .msr, .mat, .npy, .npz: return try read(path)
    }
    return true
  }

  private func read(_ path: String) throws -> Bool {
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    var isSound = true
    for _ in 0..<5000 {
      switch try recording.read(into: &frame) {
      case .end: return isSound
      case .frame: continue
      default: isSound = false
      }
    }
    throw Endless()
  }

  /// A small file goes on for ever; as it names no file, ``FuzzRun`` stops at it.
  struct Endless: Error {}
}
