import Foundation
import Kinesphere
import KinesphereData
import Testing

/// What `inspect --json` prints and what a take says of itself, against the schemas in docs/.
struct RecordingSchemaTests {
  /// Records a take with labels in a new folder; returns its path.
  private func take(labels: TakeDescription.Convention?) throws -> String {
    let path = NSTemporaryDirectory() + "/kinesphere-" + UUID().uuidString + ".take"
    var description = TakeDescription(
      camera: .kinect1, rate: 30, isSegmented: true, dancer: "a dancer", provenance: "a test", labels: labels,
      beats: [0, 0.5])
    description.stages.append("checked")
    let writer = try TakeWriter(creating: path, description: description)
    let depth = Plane<UInt16>(width: 320, height: 240, repeating: 2000)
    for index in 0..<3 {
      let pose = Pose(points: (0..<18).map { SIMD3(Float($0) * 0.02, 0, 2) })
      try writer.append(
        DepthFrame(depth: depth, camera: .kinect1, time: Double(index) / 30), labels: index == 1 ? nil : pose)
    }
    try writer.finish()
    return path
  }

  private func violations(of json: Data, schema: String) throws -> [String] {
    try JSONSchema(path: Documents.path(schema)).violations(of: JSONSerialization.jsonObject(with: json))
  }

  @Test(arguments: [TakeDescription.Convention.anatomical, nil])
  func aTakesDescriptionFitsItsSchema(_ labels: TakeDescription.Convention?) throws {
    let path = try take(labels: labels)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let json = try Data(contentsOf: URL(fileURLWithPath: path + "/take.json"))
    #expect(try violations(of: json, schema: "take.schema.json") == [])
  }

  @Test(arguments: [TakeDescription.Convention.kinect, nil])
  func anInspectionFitsItsSchema(_ labels: TakeDescription.Convention?) throws {
    let path = try take(labels: labels)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let json = try RecordingInspection(of: path).json()
    #expect(try violations(of: Data(json.utf8), schema: "inspection.schema.json") == [])
    #expect(try violations(of: Data("{}".utf8), schema: "inspection.schema.json") != [])
  }
}
