import Testing
import _KinesphereTestSupport

@testable import Kinesphere

@Suite struct NetworkWindowTests {
  private func network(
    _ level: CPULevel, inputs: Int = 7, steps: Int, topology: LSTMCNN.Topology = .serial
  ) throws -> (LSTMCNN, Parameters) {
    let configuration = LSTMCNN.Configuration(inputs: inputs, steps: steps, topology: topology)
    let parameters = Parameters.hashed(configuration, seed: 11)
    return (try LSTMCNN(configuration, parameters: parameters, level: level), parameters)
  }

  private func output(_ window: inout LSTMCNN.Window) -> [Float] {
    var result = [Float](repeating: 0, count: LSTMCNN.outputs)
    window.output(into: &result)
    return result
  }

  @Test(arguments: CPULevel.available)
  func streamingAndOfflineGiveTheSameNumbersToTheBit(level: CPULevel) throws {
    let (network, _) = try network(level, steps: 9)
    var numbers = HashedNumbers(seed: 12)
    let observations = (0..<25).map { _ in numbers.next(7, scale: 2) }
    var stream = LSTMCNN.Window(of: network)
    for (index, observation) in observations.enumerated() {
      stream.append(observation)
      var whole = LSTMCNN.Window(of: network)
      whole.fill(observations[max(0, index - 8)...index].flatMap { $0 })
      #expect(output(&stream) == output(&whole))
    }
  }

  @Test(arguments: CPULevel.available, LSTMCNN.Topology.allCases)
  func theNetworkEqualsItsPlainTwin(level: CPULevel, topology: LSTMCNN.Topology) throws {
    let (network, parameters) = try network(level, inputs: 5, steps: 6, topology: topology)
    var numbers = HashedNumbers(seed: 13)
    let observations = (0..<6).map { _ in numbers.next(5, scale: 2) }
    var window = LSTMCNN.Window(of: network)
    for observation in observations { window.append(observation) }
    let expected = PlainKernels.lstmcnn(
      observations.map { $0.map(Double.init) }, parameters, topology: topology)
    for (made, truth) in zip(output(&window), expected) { #expect(abs(Double(made) - truth) < 1e-5) }
  }

  @Test func aCopiedWindowGoesItsOwnWay() throws {
    let (network, _) = try network(.current, steps: 4)
    var numbers = HashedNumbers(seed: 14)
    var first = LSTMCNN.Window(of: network)
    first.append(numbers.next(7))
    var second = first
    let before = output(&first)
    second.append(numbers.next(7))
    _ = output(&second)
    #expect(output(&first) == before)
    #expect(output(&second) != before)
  }

  @Test func removingAllStartsFromAZeroState() throws {
    let (network, _) = try network(.current, steps: 4)
    var numbers = HashedNumbers(seed: 15)
    let observation = numbers.next(7)
    var used = LSTMCNN.Window(of: network)
    for _ in 0..<6 { used.append(numbers.next(7)) }
    used.removeAll()
    #expect(used.count == 0)
    used.append(observation)
    var fresh = LSTMCNN.Window(of: network)
    fresh.append(observation)
    #expect(output(&used) == output(&fresh))
  }

  @Test func weightsOfAnotherShapeAreNamedWithBothShapes() {
    let seven = LSTMCNN.Configuration(inputs: 7)
    #expect(
      throws: NetworkMismatch.shape(tensor: "normalisation.mean", expected: [79], actual: [7])
    ) { try LSTMCNN(.init(inputs: 79), parameters: .hashed(seven, seed: 1)) }
    #expect(
      throws: NetworkMismatch.shape(tensor: "dense1.weight", expected: [128, 1088], actual: [128, 1024])
    ) { try LSTMCNN(.init(inputs: 7, topology: .dual), parameters: .hashed(seven, seed: 1)) }
    #expect(throws: NetworkMismatch.missing(tensor: "normalisation.mean", expected: [7])) {
      try LSTMCNN(seven, parameters: Parameters())
    }
    #expect(
      throws: NetworkMismatch.configuration(field: "lstmcnn.hidden", expected: "64", actual: "128")
    ) { try LSTMCNN(.init(hidden: 128), parameters: .hashed(seven, seed: 1)) }
  }

  @Test func weightsThatAreNotFiniteAreRefused() throws {
    let configuration = LSTMCNN.Configuration(inputs: 7)
    var parameters = Parameters.hashed(configuration, seed: 1)
    let entry = try #require(parameters.entry("normalisation.deviation"))
    parameters.values[entry.offset] = 0
    #expect(
      throws: NetworkMismatch.values(
        tensor: "normalisation.deviation", expected: "positive numbers", actual: 0)
    ) { try LSTMCNN(configuration, parameters: parameters) }
    parameters.values[entry.offset] = .infinity
    #expect(throws: NetworkMismatch.self) { try LSTMCNN(configuration, parameters: parameters) }
  }

  @Test func encoderStacksThatNoKernelRunsAreRefused() {
    let odd = CropEncoder.Configuration(layers: [.init(channels: 20, stride: 1)])
    #expect(
      throws: NetworkMismatch.configuration(
        field: "encoder.layers[0].channels", expected: "a multiple of 16 up to 1024", actual: "20")
    ) { try CropEncoder(odd, parameters: Parameters()) }
    let still = CropEncoder.Configuration(layers: [.init(channels: 16, stride: 0)])
    #expect(throws: NetworkMismatch.self) { try CropEncoder(still, parameters: Parameters()) }
  }

  @Test func theDefaultStackTakesFortyFourMillionMultiplyAdds() {
    #expect(CropEncoder.Configuration().multiplyAdds / 1_000_000 == 44)
  }
}
