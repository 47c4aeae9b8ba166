import KinesphereData
import Testing

@Suite struct ErrorTests {
  /// Found by the fuzzer: a damaged file puts line breaks into names.
  @Test func aMessageIsOneLineWhateverTheFileHolds() {
    let error = RecordingError(
      .invalid, file: "a.mat", expected: "a name", actual: "it is \"x\ny\u{1B}[2J\r\u{2028}é\"")
    #expect(error.description == "a.mat: expected a name, but it is \"x\\ny\\u{1B}[2J\\r\\u{2028}é\"")
    let weights = WeightsError(.malformed, file: "w", expected: "dtype for a\nb", actual: "none")
    #expect(weights.description == "w: expected dtype for a\\nb, but none")
  }
}
