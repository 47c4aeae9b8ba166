import Foundation

/// The points of a C3D file, the format of biomechanics (c3d.org's user guide).
///
/// Blocks of 512 bytes: a head, named parameters, then per frame every point as x, y, z and a residual, integers or floats of
/// three processors; a negative residual means unknown. Analog channels are skipped. Places become metres by
/// `POINT:UNITS`, millimetres where it is not said, with the axes as they are in the file;
/// `POINT:Y_SCREEN` says which of them is up.
struct C3DMotion {
  private let file: InputFile
  private static let block = 512

  init(_ file: InputFile) { self.file = file }

  /// True where the second byte is the format's.
  static func recognises(_ head: [UInt8]) -> Bool { head.count >= 512 && head[0] >= 2 && head[1] == 0x50 }

  func points() throws(RecordingError) -> PointSequence {
    let head = try file.bytes(at: 0, count: Self.block)
    guard head.count == Self.block else {
      throw invalid(.truncated, "a head of 512 bytes", "\(head.count) are there")
    }
    let parameters = try C3DParameterSection(
      try file.bytes(at: (Int(head[0]) - 1) * Self.block, count: 1 << 16), path: file.path)
    let layout = try Layout(head, parameters, file)
    var names = parameters.texts["POINT:LABELS", default: []]
    for index in 2..<100 { names += parameters.texts["POINT:LABELS\(index)", default: []] }
    names = (0..<layout.points).map { $0 < names.count && !names[$0].isEmpty ? names[$0] : "\($0)" }
    var values: [Float] = []
    values.reserveCapacity(3 * layout.points * layout.frames)
    for frame in 0..<layout.frames {
      let bytes = try file.bytes(at: layout.start + frame * layout.frameBytes, count: layout.frameBytes)
      guard bytes.count == layout.frameBytes else {
        throw invalid(.truncated, "\(layout.frames) frames", "it ends in frame \(frame)")
      }
      for point in 0..<layout.points { values += layout.place(bytes, point, parameters.format) }
    }
    var points = PointSequence(
      names: names, dimensions: 3, rate: layout.rate,
      times: (0..<layout.frames).map { Double($0) / layout.rate },
      values: values)
    if layout.told > layout.frames {
      points.notices.append("the file is cut: it says \(layout.told) frames, but holds \(layout.frames)")
    }
    points.up = parameters.texts["POINT:Y_SCREEN"]?.first.flatMap(Self.direction)
    return points
  }

  /// `+Z`, `-Y` or `X` as a direction; nil for other texts.
  private static func direction(_ text: String) -> SIMD3<Float>? {
    let word = text.trimmingCharacters(in: .whitespaces).uppercased()
    guard let last = word.last, let axis = ["X", "Y", "Z"].firstIndex(of: last),
      ["", "+", "-"].contains(String(word.dropLast()))
    else { return nil }
    var direction = SIMD3<Float>.zero
    direction[axis] = word.hasPrefix("-") ? -1 : 1
    return direction
  }

  /// Where the numbers are.
  private struct Layout {
    let points, frames, start, frameBytes: Int
    /// Frames that the file says it has.
    let told: Int
    let rate: Double
    /// Metres a unit of the file's; negative scales mean floats.
    let metres: Float
    let scale: Float

    init(_ head: [UInt8], _ parameters: C3DParameterSection, _ file: InputFile) throws(RecordingError) {
      func invalid(_ kind: RecordingError.Kind, _ expected: String, _ actual: String) -> RecordingError {
        RecordingError(kind, file: file.path, expected: expected, actual: actual)
      }
      let format = parameters.format
      func number(_ name: String) -> Double? { parameters.numbers[name]?.first }
      func whole(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0.rounded()) } }
      points = whole("POINT:USED") ?? format.short(head, at: 2)
      guard (1...10_000).contains(points) else {
        throw invalid(.invalid, "1 to 10000 points", "there are \(points)")
      }
      rate = number("POINT:RATE") ?? Double(format.float(head, at: 20))
      guard rate.isFinite, (0.1...100_000).contains(rate) else {
        throw invalid(.invalid, "a rate of 0.1 to 100000 Hz", "it is \(rate)")
      }
      scale = Float(number("POINT:SCALE") ?? Double(format.float(head, at: 12)))
      guard scale.isFinite, scale != 0 else { throw invalid(.invalid, "a scale of points", "it is \(scale)") }
      let analog = format.short(head, at: 4)
      let size = scale < 0 ? 4 : 2
      frameBytes = (4 * points + analog) * size
      let block = whole("POINT:DATA_START") ?? format.short(head, at: 16)
      // A block that lies behind the file is not multiplied.
      start = block <= file.size ? (block - 1) * C3DMotion.block : file.size
      guard block >= 2, start < file.size else {
        throw invalid(.truncated, "data from block \(block) on", "the file holds \(file.size) bytes")
      }
      told = Self.frames(head, parameters)
      frames = max(0, min(told, (file.size - start) / frameBytes))
      guard frames > 0 else { throw invalid(.truncated, "whole frames", "it ends before the first") }
      let unit = parameters.texts["POINT:UNITS"]?.first?.lowercased() ?? "mm"
      metres = ["m": 1, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048][unit] ?? 0.001
    }

    /// As many as the file says, in whichever of its four places.
    private static func frames(_ head: [UInt8], _ parameters: C3DParameterSection) -> Int {
      let format = parameters.format
      let told = format.short(head, at: 8) - format.short(head, at: 6) + 1
      func field(_ name: String) -> Int? {
        guard let words = parameters.numbers[name], words.count == 2,
          words.allSatisfy({ (0...65_535).contains($0) })
        else { return nil }
        return Int(words[0]) + Int(words[1]) << 16
      }
      var frames = told
      if let first = field("TRIAL:ACTUAL_START_FIELD"), let last = field("TRIAL:ACTUAL_END_FIELD"),
        last >= first
      {
        frames = last - first + 1
      }
      // A head of 65535 frames may stand for more.
      if let long = parameters.numbers["POINT:LONG_FRAMES"]?.first, long.isFinite, long > Double(frames),
        told >= 65_534
      {
        frames = Int(min(long, 1e9))
      }
      return frames
    }

    /// Three numbers in metres; NaN where the residual says unknown.
    func place(_ bytes: [UInt8], _ point: Int, _ format: C3DNumbers) -> [Float] {
      var values: [Float]
      if scale < 0 {
        let base = 16 * point
        values = (0..<4).map { format.float(bytes, at: base + 4 * $0) }
      } else {
        let base = 8 * point
        values = (0..<4).map { Float(format.signedShort(bytes, at: base + 2 * $0)) }
        for axis in 0..<3 { values[axis] *= scale }
      }
      guard values[3] >= 0, values[0].isFinite, values[1].isFinite, values[2].isFinite else {
        return [.nan, .nan, .nan]
      }
      return values[0..<3].map { $0 * metres }
    }
  }

  private func invalid(_ kind: RecordingError.Kind, _ expected: String, _ actual: String) -> RecordingError {
    RecordingError(kind, file: file.path, expected: expected, actual: actual)
  }
}
