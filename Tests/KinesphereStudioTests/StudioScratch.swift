import Foundation
import Kinesphere
import KinesphereData

/// A folder that goes away with its value, and small takes in it.
final class StudioScratch: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("kinesphere-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// A finished take of a box that walks.
  func take(_ name: String, frames: Int = 12, in folder: String = "") throws {
    let camera = Camera(
      width: 32, height: 24, focalX: 30, focalY: 30, centreX: 16, centreY: 12, isMirrored: true)
    let description = TakeDescription(
      camera: camera, rate: 30, isSegmented: true, dancer: "Ada", provenance: "a test")
    let writer = try TakeWriter(creating: path("\(folder)\(name).take"), description: description)
    for index in 0..<frames {
      var depth = Plane<UInt16>(width: 32, height: 24, repeating: 0)
      for y in 4..<20 { for x in 2..<10 { depth[x + index % 8, y] = UInt16(2_000 + x * y) } }
      try writer.append(DepthFrame(depth: depth, camera: camera, time: Double(index) / 30))
    }
    try writer.finish()
  }

  /// Poses beside a take, or of their own.
  func poses(_ name: String, _ motion: Motion, in folder: String = "") throws {
    let place = path("\(folder)\(name)-tracked")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let header = PosesHeader(name: name, format: "take", rate: 30, camera: .kinect1, weights: "none")
    var writer = try PosesWriter(path: place + "/poses.json", header: header)
    for index in motion.poses.indices {
      var frame = TrackedFrame(index: index, time: motion.times[index], status: .ok)
      frame.pose = motion.poses[index]
      try writer.append(frame)
    }
    try writer.close()
  }

  /// A program that stands for the command: a shell script that gets the command's arguments.
  func command(_ script: String) throws -> String {
    let place = path("command")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: place))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place)
    return place
  }
}

/// Made-up dancers whose movements are known.
enum MadeUp {
  /// Somebody who stands with the left arm raised by `angle`, at `place`, `size` times as tall.
  static func pose(arm angle: Float = 0, at place: SIMD3<Float> = SIMD3(0, 0, 3), size: Float = 1) -> Pose {
    var points = [SIMD3<Float>](repeating: .zero, count: KeyPoint.count)
    points[KeyPoint.neck.rawValue] = SIMD3(0, 0.5, 0)
    points[KeyPoint.spine.rawValue] = SIMD3(0, 0.25, 0)
    points[KeyPoint.head.rawValue] = SIMD3(0, 0.7, 0)
    for (side, x) in [(KeyPoint.leftShoulder, Float(-0.2)), (.rightShoulder, 0.2)] {
      points[side.rawValue] = SIMD3(x, 0.45, 0)
      points[side.rawValue + 1] = SIMD3(x, 0.2, 0)
      points[side.rawValue + 2] = SIMD3(x, -0.05, 0)
      points[side.rawValue + 3] = SIMD3(x / 2, 0, 0)
      points[side.rawValue + 4] = SIMD3(x / 2, -0.4, 0)
      points[side.rawValue + 5] = SIMD3(x / 2, -0.8, 0)
      points[side.rawValue + 6] = SIMD3(x / 2, -0.85, -0.1)
    }
    let reach = SIMD3<Float>(-sinf(angle), -cosf(angle), 0)
    points[KeyPoint.leftElbow.rawValue] = points[KeyPoint.leftShoulder.rawValue] + reach * 0.25
    points[KeyPoint.leftWrist.rawValue] = points[KeyPoint.leftShoulder.rawValue] + reach * 0.5
    return Pose(points: points.map { $0 * size + place })
  }

  /// Raises the arm once, `stretch` times as slowly.
  static func raise(
    stretch: Double = 1, frames: Int = 60, at place: SIMD3<Float> = SIMD3(0, 0, 3), size: Float = 1
  )
    -> Motion
  {
    var motion = Motion()
    for index in 0..<Int(Double(frames) * stretch) {
      let share = Float(Double(index) / (Double(frames) * stretch - 1))
      motion.append(pose(arm: share * 3, at: place, size: size), at: Double(index) / 30)
    }
    return motion
  }
}
