import Foundation
import KinesphereData

/// What the user says of a recording where neither its file nor its data set does; each nil where nothing is said.
struct RecordingAnswers: Codable, Sendable, Equatable {
  /// `kinect1`, `kinect2`, or four numbers: focal lengths and centre in pixels.
  var camera: String?
  var isMirrored: Bool?
  /// `mm`, `m`, `0.25mm`, ...
  var unit: String?
  /// Frames per second.
  var rate: Double?
  var isSegmented: Bool?

  /// The command's options. Throws a ``StudioError`` that names the field that is wrong.
  var options: [String] {
    get throws(StudioError) {
      var options: [String] = []
      if let camera {
        guard camera.utf8.count <= 80, Intrinsics(parsing: camera) != nil else {
          throw StudioError(
            subject: "camera", expected: "kinect1, kinect2 or four numbers such as 365,365,256,212",
            actual: "it is '\(camera.prefix(80))'")
        }
        options += ["--camera", camera]
      }
      if let unit {
        guard unit.utf8.count <= 24, DepthUnit(parsing: unit) != nil else {
          throw StudioError(
            subject: "unit", expected: "mm, cm, m, um or a length such as 0.25mm",
            actual: "it is '\(unit.prefix(24))'")
        }
        options += ["--unit", unit]
      }
      if let rate {
        guard (0.1...1_000).contains(rate) else {
          throw StudioError(subject: "rate", expected: "0.1 to 1000 Hz", actual: "it is \(rate)")
        }
        options += ["--rate", "\(rate)"]
      }
      if let isMirrored { options.append(isMirrored ? "--mirrored" : "--unmirrored") }
      if let isSegmented { options.append(isSegmented ? "--segmented" : "--no-segmented") }
      return options
    }
  }
}
