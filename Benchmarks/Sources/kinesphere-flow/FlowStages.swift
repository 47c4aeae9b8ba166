import Foundation
import Kinesphere

/// Dense flow on the pairs of a file: 8-bit gray, row-major, first and second picture of one pair after the other.
struct FlowStages {
  let pairs: [(first: Plane<UInt8>, second: Plane<UInt8>)]
  private var configuration = DenseFlow.Configuration()
  private var flow: DenseFlow
  private var next = 0

  init(path: String, width: Int, height: Int) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let size = width * height
    let planes = (0..<bytes.count / size).map {
      Plane(width: width, height: height, pixels: Array(bytes[$0 * size..<($0 + 1) * size]))
    }
    pairs = stride(from: 0, to: planes.count - 1, by: 2).map { (planes[$0], planes[$0 + 1]) }
    flow = DenseFlow(width: width, height: height, configuration: configuration)
  }

  /// Estimates so many pairs, going round; microseconds of each.
  mutating func time(count: Int) -> [Double] {
    var times: [Double] = []
    for _ in 0..<count {
      let start = ContinuousClock.now
      flow.estimate(from: pairs[next].first, to: pairs[next].second)
      times.append((ContinuousClock.now - start) / .microseconds(1))
      next = (next + 1) % pairs.count
    }
    return times
  }

  /// Writes u then v of every pair as 32-bit floats.
  mutating func write(to path: String) throws {
    var bytes = Data()
    for pair in pairs {
      flow.estimate(from: pair.first, to: pair.second)
      for plane in [flow.u, flow.v] { plane.storage.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  /// Changes one setting, for trials.
  mutating func set(_ name: String, _ value: Float) {
    switch name {
    case "fine": configuration = value != 0 ? .fine : .init()
    case "halved": configuration.startsHalved = value != 0
    case "noise": configuration.noise = value
    case "step": configuration.step = Int(value)
    case "iterations": configuration.iterations = Int(value)
    case "refinements": configuration.refinements = Int(value)
    case "sweeps": configuration.sweeps = Int(value)
    case "smoothness": configuration.smoothness = value
    case "brightness": configuration.brightness = value
    case "gradient": configuration.gradient = value
    case "relaxation": configuration.relaxation = value
    default: return
    }
    flow = DenseFlow(width: flow.width, height: flow.height, configuration: configuration)
    next = 0
  }
}
