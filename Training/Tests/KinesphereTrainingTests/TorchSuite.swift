import Testing
import Torch

/// All tests that use libtorch, one at a time and on one thread: its seed and its threads belong to the process.
@Suite(.serialized)
struct TorchSuite {}

extension TorchSuite {
  @Suite struct BorderTests {
    @Test func anOperationThatLibtorchRefusesThrowsItsFirstLine() throws {
      let a = try Tensor(repeating: 1, shape: [2, 3])
      let b = try Tensor(repeating: 1, shape: [4, 5])
      let error = #expect(throws: TorchError.self) { try a + b }
      #expect(error?.operation == "add")
      #expect(error?.message.contains("must match") == true)
      #expect(error?.message.contains("\n") == false)
    }

    @Test func aTensorHoldsWhatItWasGiven() throws {
      let tensor = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
      #expect(tensor.shape == [2, 3])
      #expect(try tensor.selecting(1, of: 0).floats() == [4, 5, 6])
      #expect(try tensor.narrowed(1..<3, of: 1).floats() == [2, 3, 5, 6])
      #expect(try tensor.sum(over: 0).floats() == [5, 7, 9])
    }

    @Test func theDerivativeOfASquareIsTwiceItsRoot() throws {
      let x = try Tensor([3, -2], shape: [2]).requiringGradient()
      #expect(try x.gradient() == nil)
      try (x * x).sum().backward()
      #expect(try x.gradient()?.floats() == [6, -4])
    }

    @Test func nothingIsRecordedWithoutGradients() throws {
      let x = try Tensor([3], shape: [1]).requiringGradient()
      let y = try Engine.withoutGradients { try x * x }
      #expect(throws: TorchError.self) { try y.backward() }
    }

    @Test func gradientsAreClippedToTheirCommonNorm() throws {
      let x = try Tensor([3, 4], shape: [2]).requiringGradient()
      try (x * x * 0.5).sum().backward()
      #expect(try Tensor.clipGradients(of: [x], to: 1) == 5)
      let clipped = try x.gradient()?.floats() ?? []
      #expect(abs(clipped[0] - 0.6) < 1e-6 && abs(clipped[1] - 0.8) < 1e-6)
    }

    @Test func aParameterWithoutGradientStopsTheOptimiser() throws {
      let adam = try Adam([Tensor([1], shape: [1]).requiringGradient()])
      #expect(throws: TorchError.self) { try adam.step(rate: 0.1) }
    }

    @Test func theSameSeedDropsTheSameNumbers() throws {
      let x = try Tensor(repeating: 1, shape: [1000])
      func dropped(_ seed: UInt64) throws -> [Float] {
        try Engine.setSeed(seed)
        return try x.dropout(0.5, training: true).floats()
      }
      #expect(try dropped(1) == dropped(1))
      #expect(try dropped(1) != dropped(2))
      #expect(try x.dropout(0.5, training: false).floats() == x.floats())
    }
  }
}
