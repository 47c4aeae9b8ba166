import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

struct SkeletonLabelsTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A frame of MSR text in which joint `j` lies at (j, 10 + j, 20 + j).
  private static let frame = (0..<20).map { "\($0).0 \(10 + $0).0 \(20 + $0).0 1.0" }

  private func labels(_ lines: [String]) throws -> SkeletonLabels {
    try SkeletonLabels(
      msrReal3D: scratch.write("a_skeleton3D.txt", Array(lines.joined(separator: "\n").utf8)), rate: 10)
  }

  @Test func msrJointsFindTheirKeyPointsAndHandsAreDropped() throws {
    let pose = try labels(Self.frame).motion.poses[0]
    let order: [KeyPoint: Float] = [
      .head: 19, .neck: 2, .spine: 3, .pelvis: 6, .leftShoulder: 0, .rightShoulder: 1, .leftHip: 4,
      .rightHip: 5,
      .leftElbow: 7, .rightElbow: 8, .leftWrist: 9, .rightWrist: 10, .leftKnee: 13, .rightKnee: 14,
      .leftAnkle: 15,
      .rightAnkle: 16, .leftFoot: 17, .rightFoot: 18,
    ]
    for point in KeyPoint.allCases {
      let joint = try #require(order[point])
      #expect(pose[point] == SIMD3(joint, 10 + joint, 20 + joint), "\(point.name)")
    }
  }

  @Test func utdJointsFindTheirKeyPointsAndHandsAreDropped() throws {
    // d_skel[j, axis, frame] = 100 * frame + 30 * axis + j, all plus one so that none is zero.
    var values: [Double] = []
    for frame in 0..<2 {
      for axis in 0..<3 {
        for joint in 0..<20 { values.append(Double(100 * frame + 30 * axis + joint + 1)) }
      }
    }
    let matrix = MATBuilder.matrix(
      "d_skel", [20, 3, 2], kind: 6, storage: 9, values.flatMap { bytes($0.bitPattern) })
    let path = try scratch.write("a1_s1_t1_skeleton.mat", MATBuilder.file(MATBuilder.compressed(matrix)))
    let motion = try SkeletonLabels(utd: path, rate: 20).motion
    #expect(motion.times == [0, 0.05])
    let order: [KeyPoint: Float] = [
      .head: 0, .neck: 1, .spine: 2, .pelvis: 3, .leftShoulder: 4, .leftElbow: 5, .leftWrist: 6,
      .rightShoulder: 8,
      .rightElbow: 9, .rightWrist: 10, .leftHip: 12, .leftKnee: 13, .leftAnkle: 14, .leftFoot: 15,
      .rightHip: 16,
      .rightKnee: 17, .rightAnkle: 18, .rightFoot: 19,
    ]
    for point in KeyPoint.allCases {
      let joint = try #require(order[point])
      #expect(motion.poses[1][point] == SIMD3(101 + joint, 131 + joint, 161 + joint), "\(point.name)")
    }
  }

  @Test func framesOfZerosAreMissingAndNaNIsCounted() throws {
    var broken = Self.frame
    broken[19] = "nan 1.0 2.0 1.0"
    broken[2] = "1.0 inf 2.0 1.0"
    let zeros = [String](repeating: "0.000000 0.000000 0.000000 0.000000", count: 20)
    let labels = try labels(Self.frame + zeros + broken)
    #expect(labels.motion.count == 3)
    #expect(KeyPoint.allCases.allSatisfy { labels.motion.poses[1][$0].x.isNaN })
    #expect(labels.motion.poses[2][.head].x.isNaN && labels.motion.poses[2][.neck].x.isNaN)
    #expect(labels.motion.poses[2][.spine].x == 3)
    #expect(labels.notANumber == 2)
  }

  @Test func pixelsOffThePictureAreMissing() throws {
    var lines = (0..<20).map { "\(100 + $0) \(50 + $0) 600 1" }
    lines[19] = "120 2147483647 0 1"
    lines[2] = "0 0 0 0"
    let path = try scratch.write("a_skeleton.txt", Array(lines.joined(separator: "\r\n").utf8))
    let frame = try PixelLabels(msr: path).frames[0]
    #expect(frame[KeyPoint.head.rawValue].x.isNaN && frame[KeyPoint.neck.rawValue].x.isNaN)
    #expect(frame[KeyPoint.spine.rawValue] == SIMD2(103, 53))
  }

  @Test func badTextNamesItsLine() throws {
    var lines = Self.frame
    lines[4] = "1.0 two 3.0 1.0"
    let error = #expect(throws: RecordingError.self) { try labels(lines) }
    #expect(error?.description.contains("line 5") == true)
    let short = #expect(throws: RecordingError.self) { try labels(Array(Self.frame[..<13])) }
    #expect(short?.kind == .truncated)
    #expect(throws: RecordingError.self) { try labels([]) }
  }

  @Test func labelsAreFoundBesideAndInTheSetsFolders() throws {
    let text = Array(Self.frame.joined(separator: "\n").utf8)
    for folder in ["Depth", "SkeletonReal3D"] {
      try FileManager.default.createDirectory(
        atPath: scratch.file(folder), withIntermediateDirectories: true)
    }
    let recording = scratch.file("Depth/a01_s01_e01_sdepth.bin")
    #expect(try SkeletonLabels.beside(recording, rate: 15) == nil)
    _ = try scratch.write("SkeletonReal3D/a01_s01_e01_skeleton3D.txt", text)
    #expect(try SkeletonLabels.beside(recording, rate: 15)?.file.contains("SkeletonReal3D") == true)
    _ = try scratch.write("Depth/a01_s01_e01_skeleton3D.txt", text)
    #expect(try SkeletonLabels.beside(recording, rate: 15)?.file.contains("Depth") == true)
    #expect(try SkeletonLabels.beside(scratch.file("Depth/other.bin"), rate: 15) == nil)
  }

  @Test(arguments: [
    ("a01_s02_e03_sdepth", "a01_s02_e03"), ("a1_s2_t3_depth", "a1_s2_t3"), ("a27_s8_t4", "a27_s8_t4"),
    ("a1_s2_e3", nil), ("b01_s02_e03", nil), ("a01_s02", nil), ("", nil), ("a_s_t", nil), ("a-1_s2_t3", nil),
  ])
  func sequenceNamesAreReadAndWritten(_ name: String, _ expected: String?) {
    #expect(SequenceName(name)?.description == expected)
  }
}
