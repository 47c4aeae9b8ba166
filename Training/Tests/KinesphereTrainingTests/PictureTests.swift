import Testing
import Torch

extension TorchSuite {
  /// Operations on pictures and classes, against answers known by hand.
  @Suite struct PictureTests {
    private func picture(_ values: [Float], _ height: Int, _ width: Int) throws -> Tensor {
      try Tensor(values, shape: [1, 1, height, width])
    }

    @Test func aBlockThatTheBorderCutsIsTheMeanOfWhatIsThere() throws {
      let nine = try picture([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3)
      #expect(try nine.averagePooled(2).floats() == [3, 4.5, 7.5, 9])
    }

    @Test func windowsMayOverlapAndReachBeyondTheBorder() throws {
      let sixteen = try picture((0..<16).map { -Float($0) }, 4, 4)
      let pooled = try sixteen.maxPooled(3, stride: 2, padding: 1)
      #expect(pooled.shape == [1, 1, 2, 2])
      #expect(try pooled.floats() == [0, -1, -4, -5])
      #expect(try sixteen.maxPooled(2).floats() == [0, -2, -8, -10])
    }

    @Test func resizingTakesTheCentresOfPixelsAsTheirPlaces() throws {
      let doubled = try picture([0, 4], 1, 2).resized(height: 1, width: 4)
      #expect(try doubled.floats() == [0, 1, 3, 4])
      let odd = try picture([0, 6], 1, 2).resized(height: 2, width: 3)
      #expect(try odd.floats() == [0, 3, 6, 0, 3, 6])
    }

    @Test func aDilatedTapReachesFurther() throws {
      // Channel 0 takes the tap at the upper left, channel 1 the one at the lower right.
      var taps = [Float](repeating: 0, count: 18)
      taps[0] = 1
      taps[17] = 1
      let convolution = Convolution(
        weight: try Tensor(taps, shape: [2, 1, 3, 3]), bias: nil, padding: 2, dilation: 2, groups: 2)
      let x = try Tensor((1...18).map(Float.init), shape: [1, 2, 3, 3])
      let y = try convolution(x).floats()
      #expect(y[..<9] == [0, 0, 0, 0, 0, 0, 0, 0, 1])
      #expect(y[9...] == [18, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func theMeanOfAPictureSpreadsOverAnother() throws {
      let x = try Tensor([1, 3, 5, 7, 0, 0, 0, 4], shape: [1, 2, 2, 2])
      let mean = try x.pictureMean()
      #expect(mean.shape == [1, 2, 1, 1])
      #expect(try mean.expanded([-1, -1, 1, 3]).floats() == [4, 4, 4, 1, 1, 1])
    }

    @Test func theLargestLogitIsTheClass() throws {
      let logits = try Tensor([1, 9, 3, 0, 2, 8], shape: [1, 3, 2])
      #expect(try logits.argmax(over: 1).integers() == [1, 0])
      #expect(try logits.argmax(over: -1).integers() == [1, 0, 1])
      let error = #expect(throws: TorchError.self) { try logits.integers() }
      #expect(error?.operation == "read integers")
    }

    @Test func crossEntropyIsMinusTheLogarithmOfTheClassesShare() throws {
      let logits = try Tensor([1, 200, 3, 0, 2, -200], shape: [1, 3, 2])
      let logarithms = try logits.logSoftmax(over: 1).floats()
      let classes = try Tensor(integers: [2, 255], shape: [1, 2])
      #expect(try logits.crossEntropy(to: classes, ignoring: 255).floats() == [-logarithms[4], 0])
      #expect(logarithms[5] == -400)
      let beyond = try Tensor(integers: [3, 0], shape: [1, 2])
      #expect(throws: TorchError.self) { try logits.crossEntropy(to: beyond) }
    }

    @Test func aSeedFixesRandomNumbersWithinTheirBound() throws {
      let a = try Tensor(evenWithin: 0.5, shape: [1000], seed: 7).floats()
      #expect(try a == Tensor(evenWithin: 0.5, shape: [1000], seed: 7).floats())
      #expect(try a != Tensor(evenWithin: 0.5, shape: [1000], seed: 8).floats())
      #expect(a.allSatisfy { abs($0) <= 0.5 } && a.contains { $0 > 0.45 } && a.contains { $0 < -0.45 })
    }
  }
}
