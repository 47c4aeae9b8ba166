import CKernels

/// Where the pictures and the flow of every level lie, the finest level first, in one piece of memory.
struct FlowLayout: Sendable {
  /// A level's sizes, and where its planes and patches start.
  private struct Level: Sendable {
    var width: Int
    var height: Int
    var stride: Int
    var columns: Int
    var rows: Int
    var start = 0

    init(width: Int, height: Int, step: Int) {
      self.width = width
      self.height = height
      stride = (width + 2 * FlowLayout.border + 15) / 16 * 16
      // The last patch ends with the picture.
      columns = (max(width - FlowLayout.patch, 0) + step - 1) / step + 1
      rows = (max(height - FlowLayout.patch, 0) + step - 1) / step + 1
    }

    /// Rows below a small picture too: a patch reaches into them.
    var plane: Int { stride * (max(height, FlowLayout.patch) + 2 * FlowLayout.border) }
    var patches: Int { start + plane * Int(KS_FLOW_PLANES) }
    var end: Int { patches + (columns * rows * MemoryLayout<ks_flow_patch>.stride / 4 + 15) / 16 * 16 }
  }

  private static let border = Int(KS_FLOW_BORDER)
  private static let patch = Int(KS_FLOW_PATCH)
  private let levels: [Level]
  private let step: Int
  private let halved: Bool
  private let width: Int
  private let height: Int
  /// Floats that all levels take.
  let count: Int

  init(width: Int, height: Int, step: Int, halved: Bool) {
    self.width = width
    self.height = height
    self.step = step
    self.halved = halved && min(width, height) >= 2 * Self.patch
    var level = Level(
      width: self.halved ? (width + 1) / 2 : width, height: self.halved ? (height + 1) / 2 : height,
      step: step)
    var levels = [level]
    while min(level.width, level.height) >= 2 * Self.patch && max(level.width, level.height) > 3 * Self.patch
    {
      var next = Level(width: (level.width + 1) / 2, height: (level.height + 1) / 2, step: step)
      next.start = level.end
      levels.append(next)
      level = next
    }
    self.levels = levels
    count = level.end
  }

  private func kernelLevel(_ index: Int, noise: Float = 0, in floats: UnsafeMutablePointer<Float>)
    -> ks_flow_level
  {
    let level = levels[index]
    var result = ks_flow_level()
    result.width = Int32(level.width)
    result.height = Int32(level.height)
    result.stride = Int32(level.stride)
    result.plane = Int32(level.plane)
    result.columns = Int32(level.columns)
    result.rows = Int32(level.rows)
    result.step = Int32(step)
    // The mean of four pixels has half their noise.
    result.noise = noise / Float(1 << (index + (halved ? 1 : 0)))
    result.first = floats + level.start + Self.border * level.stride + Self.border
    result.patches = floats + level.patches
    return result
  }

  /// Takes both pictures, works from the coarsest level to the finest, and gives the flow.
  func estimate(
    from first: Plane<UInt8>, to second: Plane<UInt8>, noise: Float, iterations: Int,
    refinement: ks_flow_refinement,
    cpu: CPULevel, in floats: UnsafeMutablePointer<Float>, u: inout Plane<Float>, v: inout Plane<Float>
  ) {
    take(first, first: true, in: floats, cpu)
    take(second, first: false, in: floats, cpu)
    var refinement = refinement
    for index in levels.indices.reversed() {
      var here = kernelLevel(index, noise: noise, in: floats)
      if index + 1 < levels.count {
        var coarse = kernelLevel(index + 1, in: floats)
        ks_flow_search(cpu.rawValue, &here, &coarse, Int32(iterations))
      } else {
        ks_flow_search(cpu.rawValue, &here, nil, Int32(iterations))
      }
      if refinement.outer > 0 { ks_flow_refine(cpu.rawValue, &here, &refinement) }
    }
    var finest = kernelLevel(0, in: floats)
    u.storage.withUnsafeMutableBufferPointer { u in
      v.storage.withUnsafeMutableBufferPointer { v in
        ks_flow_give(
          cpu.rawValue, &finest, halved, Int32(width), Int32(height), u.baseAddress, v.baseAddress)
      }
    }
  }

  private func take(
    _ picture: Plane<UInt8>, first: Bool, in floats: UnsafeMutablePointer<Float>, _ cpu: CPULevel
  ) {
    var finer = kernelLevel(0, in: floats)
    picture.storage.withUnsafeBufferPointer {
      ks_flow_take(cpu.rawValue, $0.baseAddress, Int32(width), Int32(height), halved, &finer, first)
    }
    for index in levels.indices.dropFirst() {
      var coarser = kernelLevel(index, in: floats)
      ks_flow_halve(cpu.rawValue, &finer, &coarser, first)
      finer = coarser
    }
  }
}
