import Foundation
import Kinesphere

/// A motion of any other program's file as key-points before a camera: what `kinesphere import` writes into `poses.json`.
///
/// Joints and markers get their roles by their names. Units that a file does not state are told by the legs. Up is y in our own CSV, BVH, AMC
/// and TRC, what a C3D's `POINT:Y_SCREEN` says, and for the others the axis that the body stands along. Where the dancer is not 0.5 to 8 m before the origin as
/// a camera would see them, the whole motion is shifted: 3 m before the camera in the mean, the lower feet 1 m below it.
public struct MotionImport: Sendable {
  /// An axis of a file's space.
  public enum Axis: Int, Sendable, CaseIterable {
    case x
    case y
    case z
  }

  public let name: String
  /// Hz.
  public let rate: Double
  /// In the frame of ``camera``.
  public let motion: Motion
  /// Kinect v1's, mirrored as asked for: nothing filmed this.
  public let camera: Camera
  /// What was changed, one sentence each.
  public let notices: [String]

  /// Reads a file.
  ///
  /// `rate` and `skeleton` as ``MotionFile/points(path:rate:skeleton:)`` has them. `up` overrules what
  /// file and format say of the direction up. Throws ``RecordingError`` where the file is
  /// damaged, holds no human skeleton, or no frame with both hips and the neck.
  public init(
    path: String, rate: Double? = nil, skeleton: String? = nil, up: Axis? = nil, isMirrored: Bool = false
  ) throws(RecordingError) {
    let points = try MotionFile.points(path: path, rate: rate, skeleton: skeleton)
    guard let roles = KeyPointRoles(points) else {
      throw RecordingError(
        .invalid, file: path, expected: "joints or markers with the names of a human skeleton",
        actual: "hips, knees, ankles, shoulders, elbows, wrists, neck or head are missing")
    }
    name = InputFile.stem(path)
    self.rate = points.rate
    var camera = Camera.kinect1
    camera.isMirrored = isMirrored
    self.camera = camera
    var places = ImportedPoses(points, roles)
    guard !places.poses.isEmpty else {
      throw RecordingError(
        .invalid, file: path, expected: "a frame with hips and neck", actual: "none has them")
    }
    places.setMetres()
    let isKinects = ["hip_center", "SpineBase"].contains { points.index(of: $0) != nil }
    let isFromCamera = isKinects ? true : try Self.isFromCamera(path)
    if let up {
      var direction = SIMD3<Float>.zero
      direction[up.rawValue] = 1
      places.setUpright(direction)
    } else if !isFromCamera {
      places.setUpright(points.up)
    }
    places.face(isMirrored: isMirrored, isFromCamera: isFromCamera)
    places.setBeforeCamera()
    motion = Motion(times: places.times, poses: places.poses)
    notices = points.notices + places.notices
  }

  /// Whether the places are a camera's (mirrored, z away) rather than a room's, whose figures face +z.
  private static func isFromCamera(_ path: String) throws(RecordingError) -> Bool {
    let head = try InputFile(path).bytes(at: 0, count: 512)
    let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let isRoom =
      C3DMotion.recognises(head) || head.starts(with: Array("SKL1".utf8)) || text.hasPrefix("HIERARCHY")
      || text.hasPrefix("PathFileType") || KeyPointTableMotion.recognises(text) || AMCMotion.recognises(text)
    return !isRoom
  }

  /// Writes the motion as `poses.json` to a path, under a temporary name until it is whole.
  public func write(to path: String, format: String) throws {
    let header = PosesHeader(name: name, format: format, rate: rate, camera: camera, weights: "imported")
    let frames = zip(motion.times, motion.poses).enumerated().lazy.map { index, moment in
      var frame = TrackedFrame(index: index, time: moment.0, status: .ok)
      frame.pose = moment.1
      return frame
    }
    try PosesWriter.writeWhole(frames, header: header, to: path)
  }
}
