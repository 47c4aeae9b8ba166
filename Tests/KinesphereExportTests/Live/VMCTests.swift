import Kinesphere
import KinesphereData
import KinesphereExport
import Testing

@Suite struct VMCTests {
  /// One synthetic dance seen by a camera that mirrors or not.
  private func bones(isMirrored: Bool) throws -> [[String: [Float]]] {
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = 40
    configuration.mostFrames = 40
    configuration.isMirrored = isMirrored
    let truth = SyntheticSequence(seed: 3, configuration: configuration).truth()
    var messages = VMCMessages(isMirrored: isMirrored)
    var writer = OSCWriter()
    return try truth.poses.enumerated().map { index, pose in
      var tracked = TrackedFrame(index: index, time: truth.times[index], status: .ok)
      tracked.pose = pose
      writer.start()
      messages.write(tracked, to: &writer)
      var bones: [String: [Float]] = [:]
      for packet in 0..<writer.packetCount {
        for message in try OSCPacket(writer.withPacket(packet) { Array($0) }).messages
        where message.address == "/VMC/Ext/Bone/Pos" {
          guard case .string(let name)? = message.arguments.first else { continue }
          bones[name] = message.arguments.dropFirst().compactMap {
            if case .float32(let value) = $0 { value } else { nil }
          }
        }
      }
      return bones
    }
  }

  @Test func theTwentyBonesCarryUnitysNamesAndUnitQuaternions() throws {
    let names = Set([
      "Hips", "Spine", "Neck", "Head", "LeftShoulder", "LeftUpperArm", "LeftLowerArm", "LeftHand",
      "LeftUpperLeg",
      "LeftLowerLeg", "LeftFoot", "LeftToes", "RightShoulder", "RightUpperArm", "RightLowerArm", "RightHand",
      "RightUpperLeg", "RightLowerLeg", "RightFoot", "RightToes",
    ])
    for frame in try bones(isMirrored: true) {
      #expect(Set(frame.keys) == names)
      for values in frame.values {
        #expect(values.count == 7 && values.allSatisfy(\.isFinite))
        #expect(abs(values[3...].reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
      }
    }
  }

  @Test func aCameraThatMirrorsTellsTheSameAvatar() throws {
    for (one, other) in zip(try bones(isMirrored: true), try bones(isMirrored: false)) {
      for (name, values) in one {
        let twin = try #require(other[name])
        #expect(zip(values, twin).allSatisfy { abs($0 - $1) < 1e-3 }, "\(name)")
      }
    }
  }

  @Test func theFloorIsUnderTheFeet() throws {
    let first = try #require(try bones(isMirrored: true).first?["Hips"])
    #expect(first[0] == 0 && first[2] == 0, "the stage's middle is where the dancer was first seen")
    #expect((0.5...1.2).contains(first[1]), "\(first[1]) m")
  }

  @Test func nobodyMovesNoBone() throws {
    var messages = VMCMessages(isMirrored: true)
    var writer = OSCWriter()
    writer.start()
    messages.write(TrackedFrame(index: 0, time: 2, status: .empty), to: &writer)
    let sent = try OSCPacket(writer.withPacket(0) { Array($0) }).messages
    #expect(sent.map(\.address) == ["/VMC/Ext/OK", "/VMC/Ext/T"])
    #expect(sent[0].arguments == [.int32(1), .int32(3), .int32(0), .int32(0)])
    #expect(sent[1].arguments == [.float32(2)])
  }
}
