import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

struct RecordingInspectionTests {
  let scratch: Scratch
  private static let camera = Camera.kinect1

  init() throws { scratch = try Scratch() }

  /// A dancer who stands 2.5 m before the camera and raises the own left arm, as a mirrored picture shows it: left on
  /// the left. Shifted a little to the right, so that a flip shows.
  private func mirroredPose(frame: Int) -> Pose {
    let lift = Float(frame % 10) * 0.03
    let half: [KeyPoint: SIMD3<Float>] = [
      .leftShoulder: SIMD3(-0.18, 0.4, 2.5), .leftElbow: SIMD3(-0.4, 0.3 + lift, 2.5),
      .leftWrist: SIMD3(-0.6, 0.3 + 2 * lift, 2.5), .leftHip: SIMD3(-0.1, -0.05, 2.5),
      .leftKnee: SIMD3(-0.1, -0.45, 2.45), .leftAnkle: SIMD3(-0.1, -0.8, 2.5),
      .leftFoot: SIMD3(-0.1, -0.85, 2.36),
    ]
    var pose = Pose()
    pose.confidence = InlineArray(repeating: 1)
    pose[.head] = SIMD3(0, 0.7, 2.5)
    pose[.neck] = SIMD3(0, 0.5, 2.5)
    pose[.spine] = SIMD3(0, 0.2, 2.5)
    pose[.pelvis] = SIMD3(0, 0, 2.5)
    for (point, place) in half {
      pose[point] = place
      pose[point.mirrored] = place * SIMD3(-1, 1, 1)
    }
    for point in KeyPoint.allCases { pose[point].x += 0.5 }
    return pose
  }

  /// A picture with a square of readings around every key-point.
  private func picture(of pose: Pose, camera: Camera) -> Plane<UInt16> {
    var depth = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
    for point in KeyPoint.allCases {
      let pixel = camera.project(pose[point])
      for y in Int(pixel.y) - 6...Int(pixel.y) + 6 {
        for x in Int(pixel.x) - 6...Int(pixel.x) + 6 { depth[x, y] = UInt16(pose[point].z * 1000) }
      }
    }
    return depth
  }

  /// Records 20 frames; `labels` and `depth` may be falsified.
  private func inspection(
    isMirrored: Bool = true, labels: (Pose) -> Pose? = { $0 },
    depth: (Int, inout Plane<UInt16>) -> Void = { _, _ in }
  ) throws -> RecordingInspection {
    var camera = Self.camera
    camera.isMirrored = isMirrored
    let path = scratch.file(UUID().uuidString + ".take")
    let writer = try TakeWriter(
      creating: path,
      description: TakeDescription(
        camera: camera, rate: 30, isSegmented: true, provenance: "a test", labels: .anatomical))
    for index in 0..<20 {
      let pose = mirroredPose(frame: index)
      var picture = picture(of: pose, camera: camera)
      depth(index, &picture)
      try writer.append(
        DepthFrame(depth: picture, camera: camera, time: Double(index) / 30), labels: labels(pose))
    }
    try writer.finish()
    return try RecordingInspection(of: path)
  }

  private func problems(_ inspection: RecordingInspection) -> [String] {
    inspection.findings.filter { $0.severity == .problem }.map(\.text)
  }

  @Test func aSoundRecordingHasNothingWrong() throws {
    let inspection = try inspection()
    #expect(inspection.findings.isEmpty)
    #expect(inspection.frames == 20 && inspection.nearest == 2360 && inspection.farthest == 2500)
    #expect(inspection.labels?.sides?.directFit == 1)
    #expect(inspection.text.contains("nothing is wrong"))
  }

  @Test func namesOfLeftAndRightSwappedAreNoticed() throws {
    let swapped = try inspection(labels: { pose in
      var result = pose
      for point in KeyPoint.allCases { result[point.mirrored] = pose[point] }
      return result
    })
    #expect(problems(swapped).count == 1 && problems(swapped)[0].contains("swapped"))
    #expect(swapped.labels?.sides?.isSwapped == true && swapped.labels?.sides?.isFlipped == false)
  }

  @Test func aWrongMirrorFlagIsNoticed() throws {
    let wrong = try inspection(isMirrored: false)
    #expect(problems(wrong).count == 1 && problems(wrong)[0].contains("--mirrored"))
  }

  @Test func aTurnedDancerIsStillJudgedRightly() throws {
    func turned(_ pose: Pose) -> Pose {
      var result = pose
      for point in KeyPoint.allCases {
        let (x, z) = (pose[point].x - 0.5, pose[point].z - 2.5)
        result[point].x = 0.5 + x * 0.2 - z * 0.98
        result[point].z = 2.5 + x * 0.98 + z * 0.2
      }
      return result
    }
    #expect(try inspection(labels: turned).labels?.sides?.isSwapped == false)
    #expect(try inspection(isMirrored: false, labels: turned).labels?.sides?.isSwapped == true)
  }

  @Test func aFlippedPictureIsNoticed() throws {
    let flipped = try inspection(depth: { _, picture in
      for y in 0..<picture.height {
        let row = Array(picture.storage[y * picture.width..<(y + 1) * picture.width])
        picture.storage.replaceSubrange(y * picture.width..<(y + 1) * picture.width, with: row.reversed())
      }
    })
    #expect(flipped.labels?.sides?.isFlipped == true)
    #expect(problems(flipped).contains { $0.contains("flipped left to right") })
  }

  @Test func emptyAndRepeatedFramesAreListed() throws {
    var last: Plane<UInt16>?
    let inspection = try inspection(depth: { index, picture in
      if index == 4 { picture = Plane(width: picture.width, height: picture.height, repeating: 0) }
      if index == 8, let last { picture = last }
      last = picture
    })
    #expect(inspection.emptyFrames == [4])
    #expect(inspection.repeatedFrames == [8])
    #expect(problems(inspection) == ["1 frame without a single reading (4)"])
  }

  @Test func missingLabelsAreCounted() throws {
    var count = 0
    let inspection = try inspection(labels: { pose in
      count += 1
      if count == 3 { return nil }
      var result = pose
      if count == 5 { result[.head] = SIMD3(repeating: .nan) }
      return result
    })
    #expect(inspection.labels?.framesWithout == 1)
    #expect(inspection.labels?.missingPoints == 1)
    #expect(problems(inspection) == ["1 frames have no labels"])
  }

  @Test func nothingNeedBeKnownToLook() throws {
    let path = try scratch.write("a", msrFile(width: 2, height: 1, frames: [[0, 400], [0, 0]]))
    let inspection = try RecordingInspection(of: path)
    #expect(inspection.camera == nil && inspection.frames == 2 && inspection.farthest == 400)
    #expect(inspection.hasProblems)
    #expect(inspection.findings.contains { $0.text.contains("--camera") })
    #expect(inspection.findings.contains { $0.text.contains("--unit") })
  }

  @Test func theJSONHasItsFormatAndComesBack() throws {
    let inspection = try inspection()
    let json = try inspection.json()
    #expect(json.contains("\"format\" : \"kinesphere-inspection\"") && json.contains("\"empty_frames\""))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let back = try decoder.decode(RecordingInspection.self, from: Data(json.utf8))
    #expect(back.frames == 20 && back.labels == inspection.labels && back.camera == inspection.camera)
  }
}
