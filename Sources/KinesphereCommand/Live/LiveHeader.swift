import Foundation
import Kinesphere
import KinesphereData

/// The line that greets a viewer: what the frames that follow are. docs/live.schema.json tells its fields.
struct LiveHeader: Encodable {
  let format = "kinesphere-poses"
  let version = 1
  let unit = "metre"
  let keypoints = KeyPoint.names
  let recording: PosesHeader

  init(_ header: RecordingHeader, weights: String) {
    guard let camera = header.camera else { preconditionFailure("a source that is tracked has a camera") }
    recording = PosesHeader(
      name: header.name, format: header.format.rawValue, rate: header.rate ?? 30, camera: camera,
      weights: weights)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
