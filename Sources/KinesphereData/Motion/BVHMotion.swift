import Foundation

/// Biovision's hierarchy: a tree of joints with offsets, then a line of channels a frame.
///
/// A joint lies at its parent's place plus its offset turned by the parents' rotations; a joint's channels apply in
/// their order, the first outermost, in degrees. End sites become points called after their joint with `End`.
struct BVHMotion {
  private struct Joint {
    let name: String
    let parent: Int?
    var offset = SIMD3<Float>.zero
    /// Axis 0 to 2 of a translation, 3 to 5 of a rotation.
    var channels: [Int] = []
  }

  private let path: String
  private var words: [Substring]
  private var place = 0
  private var joints: [Joint] = []

  private static let channelNames = [
    "xposition", "yposition", "zposition", "xrotation", "yrotation", "zrotation",
  ]

  init(_ file: InputFile) throws(RecordingError) {
    path = file.path
    let text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
    words = text.split(whereSeparator: \.isWhitespace)
  }

  /// Reads tree and frames.
  func points() throws(RecordingError) -> PointSequence {
    var reader = self
    try reader.readTree()
    return try reader.readFrames()
  }

  private mutating func next() throws(RecordingError) -> Substring {
    guard place < words.count else { throw invalid(.truncated, "more of the hierarchy", "the file ends") }
    place += 1
    return words[place - 1]
  }

  private mutating func number() throws(RecordingError) -> Float {
    let word = try next()
    guard let value = Float(word) else {
      throw invalid(.invalid, "a number", "it reads \"\(word.prefix(30))\"")
    }
    return value
  }

  private mutating func readTree() throws(RecordingError) {
    var open: [Int] = []
    while true {
      let word = try next()
      switch word.uppercased() {
      case "HIERARCHY": continue
      case "ROOT", "JOINT":
        joints.append(Joint(name: String(try next()), parent: open.last))
        try brace()
        open.append(joints.count - 1)
      case "END":
        _ = try next()
        let name = (open.last.map { joints[$0].name } ?? "") + "End"
        joints.append(Joint(name: name, parent: open.last))
        try brace()
        open.append(joints.count - 1)
      case "OFFSET":
        guard let joint = open.last else {
          throw invalid(.invalid, "a joint before its offset", "there is none")
        }
        joints[joint].offset = SIMD3(try number(), try number(), try number())
      case "CHANNELS":
        guard let joint = open.last, let count = Int(try next()), (0...6).contains(count) else {
          throw invalid(.invalid, "up to 6 channels of a joint", "it has others")
        }
        for _ in 0..<count {
          let name = try next().lowercased()
          guard let channel = Self.channelNames.firstIndex(of: name) else {
            throw invalid(.invalid, "a channel such as Xrotation", "it reads \"\(name.prefix(30))\"")
          }
          joints[joint].channels.append(channel)
        }
      case "}":
        guard open.popLast() != nil else { throw invalid(.invalid, "braces in pairs", "one closes too much") }
      case "MOTION":
        guard open.isEmpty, !joints.isEmpty, joints.count <= 2_000 else {
          throw invalid(.invalid, "a closed tree of 1 to 2000 joints", "it is not")
        }
        return
      default:
        throw invalid(.invalid, "ROOT, JOINT, OFFSET, CHANNELS or MOTION", "it reads \"\(word.prefix(30))\"")
      }
    }
  }

  private mutating func brace() throws(RecordingError) {
    guard try next() == "{" else { throw invalid(.invalid, "{ after a joint's name", "it is missing") }
  }

  private mutating func readFrames() throws(RecordingError) -> PointSequence {
    guard try next().lowercased() == "frames:", let frames = Int(try next()), frames > 0,
      try next().lowercased() == "frame", try next().lowercased() == "time:"
    else { throw invalid(.invalid, "Frames: and Frame Time:", "they are missing") }
    let step = Double(try number())
    guard step > 0.0001, step < 10 else {
      throw invalid(.invalid, "a frame's time in seconds", "it is \(step)")
    }
    let channels = joints.reduce(0) { $0 + $1.channels.count }
    guard channels > 0, (words.count - place) / channels >= frames else {
      throw invalid(
        .truncated, "\(frames) frames of \(channels) numbers", "there are \(words.count - place) numbers")
    }
    var values: [Float] = []
    values.reserveCapacity(frames * joints.count * 3)
    for _ in 0..<frames {
      for position in try frame() { values += [position.x, position.y, position.z] }
    }
    var points = PointSequence(
      names: joints.map(\.name), dimensions: 3, rate: 1 / step, times: (0..<frames).map { Double($0) * step },
      values: values)
    points.up = SIMD3(0, 1, 0)
    return points
  }

  /// All joints' places in the next frame.
  private mutating func frame() throws(RecordingError) -> [SIMD3<Float>] {
    var places: [SIMD3<Float>] = []
    var turns: [Rotation] = []
    for joint in joints {
      var (offset, turn) = (joint.offset, Rotation.identity)
      for channel in joint.channels {
        let value = try number()
        if channel < 3 {
          offset[channel] += value
        } else {
          var axis = SIMD3<Float>.zero
          axis[channel - 3] = 1
          turn = turn * Rotation(about: axis, by: radians(value))
        }
      }
      guard let parent = joint.parent else {
        places.append(offset)
        turns.append(turn)
        continue
      }
      places.append(places[parent] + turns[parent].applied(to: offset))
      turns.append(turns[parent] * turn)
    }
    return places
  }

  private func invalid(_ kind: RecordingError.Kind, _ expected: String, _ actual: String) -> RecordingError {
    RecordingError(kind, file: path, expected: expected, actual: actual)
  }
}
