import CZlib
import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereExport

struct FileTests {
  @Test func aC3DFileStartsWithTheHeadThatTheGuideAsksFor() throws {
    let dance = try ExportedDance(hidden: [.head])
    let bytes = try dance.bytes("dance.c3d")
    #expect(bytes.count.isMultiple(of: 512) && bytes[0] == 2 && bytes[1] == 0x50)
    func short(_ word: Int) -> Int { Int(bytes[2 * word - 2]) | Int(bytes[2 * word - 1]) << 8 }
    func float(_ place: Int) -> Float {
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * $1) })
    }
    #expect(short(2) == 18 && short(3) == 0 && short(4) == 1 && short(5) == 40)
    #expect(float(12) == -1 && float(20) == 30 && bytes[515] == 84)
    // Frame 5's head: zeros and residual -1; frame 4's is in millimetres.
    let data = (short(9) - 1) * 512
    let head = data + 5 * 18 * 16
    #expect((0..<4).map { float(head + 4 * $0) } == [0, 0, 0, -1])
    #expect(abs(float(data + 4) - dance.export.even.place(0, .head).y * 1000) < 0.01)
    #expect(float(data + 12) == 0)
  }

  @Test func aTRCFilesRowsHaveAllTheirTabs() throws {
    let dance = try ExportedDance(hidden: [.rightFoot])
    let lines = String(decoding: try dance.bytes("dance.trc"), as: UTF8.self).components(separatedBy: "\n")
    #expect(lines[0].hasPrefix("PathFileType\t4\t(X/Y/Z)\tdance.trc"))
    #expect(lines[2].split(separator: "\t")[3] == "18" && lines[2].split(separator: "\t")[4] == "mm")
    for line in lines[6..<46] { #expect(line.components(separatedBy: "\t").count == 2 + 54) }
    #expect(lines[11].hasSuffix("\t\t\t"))
  }

  @Test func tablesHoldMetresAndDegrees() throws {
    let dance = try ExportedDance()
    let points = String(decoding: try dance.bytes("dance-points.csv"), as: UTF8.self).split(separator: "\n")
    #expect(
      points.count == 41 && points[0].hasPrefix("index,time,head_x,head_y,head_z,head_confidence,neck_x"))
    #expect(
      Float(points[1].split(separator: ",")[3]).map { abs($0 - dance.export.seen.place(0, .head).y) < 1e-4 }
        == true)
    let angles = String(decoding: try dance.bytes("dance-angles.csv"), as: UTF8.self).split(separator: "\n")
    let knee = try #require(Float(angles[21].split(separator: ",")[4]))
    #expect(angles[0].hasPrefix("index,time,left_elbow_deg"))
    #expect(abs(knee * .pi / 180 - JointAngles(dance.motion.poses[20]).leftKnee) < 1e-3 && knee > 30)
  }

  @Test func everyArrayOfAnNPZHasTheBytesThatItsHeadPromises() throws {
    let dance = try ExportedDance()
    let bytes = try dance.bytes("dance.npz")
    func number(_ place: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    var place = 0
    var shapes: [String: String] = [:]
    while number(place, 4) == 0x0403_4B50 {
      let (sum, size, nameSize) = (number(place + 14, 4), number(place + 18, 4), number(place + 26, 2))
      let name = String(decoding: bytes[place + 30..<place + 30 + nameSize], as: UTF8.self)
      let content = Array(bytes[place + 30 + nameSize..<place + 30 + nameSize + size])
      #expect(Int(crc32(0, content, uInt(size))) == sum, "\(name)")
      let head = Int(content[8]) | Int(content[9]) << 8
      #expect((10 + head).isMultiple(of: 64))
      let text = String(decoding: content[10..<10 + head], as: UTF8.self)
      let shape = try #require(
        text.components(separatedBy: "'shape': (").last?.components(separatedBy: ")").first)
      shapes[name] = shape
      let count = shape.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        .reduce(1, *)
      if text.contains("<f4") { #expect(size == 10 + head + 4 * count, "\(name)") }
      place += 30 + nameSize + size
    }
    #expect(
      shapes["points.npy"] == "40, 18, 3" && shapes["rotations.npy"] == "40, 20, 4" && shapes.count == 14)
    #expect(shapes["rate.npy"] == "" && shapes["times.npy"] == "40,")
  }

  @Test func aGLBsChunksAccessorsAndBindPoseFitTogether() throws {
    let dance = try ExportedDance()
    let bytes = try dance.bytes("dance.glb")
    func long(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
    #expect(Array(bytes[0..<4]) == Array("glTF".utf8) && long(4) == 2 && long(8) == bytes.count)
    let length = long(12)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[20..<20 + length])) as? [String: Any])
    let start = 20 + length + 8
    #expect(length.isMultiple(of: 4) && start + long(20 + length) == bytes.count)
    let accessors = try #require(json["accessors"] as? [[String: Any]])
    let views = try #require(json["bufferViews"] as? [[String: Any]])
    let widths = ["SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16]
    func floats(_ index: Int) throws -> [Float] {
      let view = views[try #require(accessors[index]["bufferView"] as? Int)]
      let offset = start + (try #require(view["byteOffset"] as? Int))
      let count =
        try #require(accessors[index]["count"] as? Int)
        * (widths[accessors[index]["type"] as? String ?? ""] ?? 0)
      #expect(offset + 4 * count <= bytes.count)
      return (0..<count).map { Float(bitPattern: UInt32(long(offset + 4 * $0))) }
    }
    let skins = try #require(json["skins"] as? [[String: Any]])
    let matrices = try floats(try #require(skins[0]["inverseBindMatrices"] as? Int))
    let rest = RigPose().joints(of: dance.export.rig.rig)
    for bone in Bone.allCases {
      let base = 16 * bone.rawValue + 12
      #expect(
        distance(SIMD3(matrices[base], matrices[base + 1], matrices[base + 2]), -rest[bone.rawValue]) < 1e-6)
    }
    let animations = try #require(json["animations"] as? [[String: Any]])
    let samplers = try #require(animations[0]["samplers"] as? [[String: Any]])
    let times = try floats(try #require(samplers[0]["input"] as? Int))
    #expect(times.count == 40 && times[0] == 0 && abs(times[39] - 1.3) < 1e-4)
    let hips = try floats(try #require(samplers[1]["output"] as? Int))
    for (frame, pose) in dance.export.rig.poses.enumerated() {
      let turn = Quaternion(
        x: hips[4 * frame], y: hips[4 * frame + 1], z: hips[4 * frame + 2], w: hips[4 * frame + 3])
      #expect(turn.angle(to: pose[.hips]) < 1e-5)
    }
  }
}
