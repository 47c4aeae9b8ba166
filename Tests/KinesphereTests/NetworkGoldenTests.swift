import KinesphereData
import RealModule
import Testing
import _KinesphereTestSupport

@testable import Kinesphere

/// PyTorch's outputs, made by `Tests/Golden/make_goldens.py`.
private func golden(_ name: String, file: String = #filePath) throws -> [Float] {
  let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
  let tensors = try Safetensors(path: folder + "/Golden/network.safetensors")
  return try tensors.floats(of: #require(tensors.entry(name)))
}

private func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
  zip(left, right).map { abs($0 - $1) }.max() ?? .infinity
}

@Suite struct NetworkGoldenTests {
  @Test(arguments: CPULevel.available, [("serial", 7), ("dual", 7), ("serial", 79), ("dual", 79)])
  func theLSTMCNNEqualsPyTorchToOneHundredThousandth(level: CPULevel, network: (String, Int)) throws {
    let (name, inputs) = network
    let topology = try #require(LSTMCNN.Topology(rawValue: name))
    let seed: UInt32 = (inputs == 7 ? 1 : 3) + (topology == .dual ? 1 : 0)
    let configuration = LSTMCNN.Configuration(inputs: inputs, topology: topology)
    let network = try LSTMCNN(
      configuration, parameters: .hashed(configuration, seed: seed), level: level)
    var numbers = HashedNumbers(seed: seed + 100)
    let observations = numbers.next(100 * inputs, scale: 2)
    var window = LSTMCNN.Window(of: network)
    for step in 1...100 {
      window.append(Array(observations[(step - 1) * inputs..<step * inputs]))
      guard [1, 37, 100].contains(step) else { continue }
      var output = [Float](repeating: 0, count: 54)
      window.output(into: &output)
      let difference = largestDifference(output, try golden("lstmcnn.\(name).\(inputs).\(step)"))
      #expect(difference <= 1e-5, "level \(level), \(step) steps")
    }
  }

  @Test(arguments: CPULevel.available)
  func theCropEncoderEqualsPyTorch(level: CPULevel) throws {
    let odd = CropEncoder.Configuration(
      size: 29,
      layers: [
        .init(channels: 16, stride: 1), .init(channels: 48, stride: 2), .init(channels: 32, stride: 2),
      ])
    for (name, configuration, seed) in [("default", CropEncoder.Configuration(), UInt32(5)), ("odd", odd, 6)]
    {
      var encoder = try CropEncoder(
        configuration, parameters: .hashed(configuration, seed: seed), level: level)
      var numbers = HashedNumbers(seed: seed + 100)
      let estimate = encoder.estimate(numbers.next(configuration.size * configuration.size))
      let expected = try golden("encoder.\(name)")
      for joint in 0..<18 {
        for axis in 0..<3 {
          // 1e-4 of the votes' unit of 10 cm.
          #expect(abs(estimate.points[joint][axis] * 10 - expected[axis * 18 + joint]) <= 1e-4)
        }
        let scale = 0.1 * Float.exp(expected[54 + joint])
        #expect(abs(estimate.scales[joint] - scale) <= 1e-4 * scale)
        #expect(abs(estimate.confidence[joint] - (1 - Float.exp(-0.1 / scale))) <= 1e-4)
      }
    }
  }
}
