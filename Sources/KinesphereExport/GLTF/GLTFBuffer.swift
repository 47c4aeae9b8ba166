/// The one binary buffer of a glTF file, with its views and accessors; every view starts at a multiple of four.
struct GLTFBuffer {
  private(set) var bytes: [UInt8] = []
  private(set) var views: [GLTFDocument.BufferView] = []
  private(set) var accessors: [GLTFDocument.Accessor] = []

  /// What a view is for, as the specification numbers it.
  enum Target: Int { case vertices = 34_962, indices = 34_963 }

  private static let float = 5126
  private static let byte = 5121
  private static let short = 5123

  /// Floats, `width` an element (1, 3, 4 or 16); with the least and greatest of each where asked.
  mutating func add(_ values: [Float], width: Int, target: Target? = nil, isBounded: Bool = false) -> Int {
    let start = begin()
    bytes.reserveCapacity(start + 4 * values.count)
    for value in values { bytes.append(float: value) }
    let bounds = isBounded ? Self.bounds(values, width: width) : nil
    let type = [1: "SCALAR", 3: "VEC3", 4: "VEC4", 16: "MAT4"][width] ?? "SCALAR"
    return finish(
      start, target, Self.float, count: values.count / width, type: type, min: bounds?.min, max: bounds?.max)
  }

  /// Four joints a vertex.
  mutating func add(joints: [UInt8]) -> Int {
    let start = begin()
    bytes += joints
    return finish(start, .vertices, Self.byte, count: joints.count / 4, type: "VEC4")
  }

  mutating func add(indices: [Int]) -> Int {
    let start = begin()
    for index in indices { bytes.append(short: index) }
    return finish(start, .indices, Self.short, count: indices.count, type: "SCALAR")
  }

  private mutating func begin() -> Int {
    while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
    return bytes.count
  }

  private mutating func finish(
    _ start: Int, _ target: Target?, _ component: Int, count: Int, type: String, min: [Float]? = nil,
    max: [Float]? = nil
  ) -> Int {
    views.append(
      GLTFDocument.BufferView(
        byteOffset: start, byteLength: bytes.count - start, target: target?.rawValue))
    accessors.append(
      GLTFDocument.Accessor(
        bufferView: views.count - 1, componentType: component, count: count, type: type, min: min, max: max))
    return accessors.count - 1
  }

  private static func bounds(_ values: [Float], width: Int) -> (min: [Float], max: [Float]) {
    var (low, high) = (
      [Float](repeating: .infinity, count: width), [Float](repeating: -.infinity, count: width)
    )
    for (index, value) in values.enumerated() {
      low[index % width] = Swift.min(low[index % width], value)
      high[index % width] = Swift.max(high[index % width], value)
    }
    return (low, high)
  }
}
