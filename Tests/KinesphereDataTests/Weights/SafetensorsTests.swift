import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

/// A file's bytes from its header and as many bytes of data.
private func file(_ header: String, data: Int, length: UInt64? = nil) -> Data {
  let count = length ?? UInt64(header.utf8.count)
  return Data(withUnsafeBytes(of: count.littleEndian) { Array($0) }) + Data(header.utf8) + Data(count: data)
}

private func message(_ content: Data) -> String {
  do {
    _ = try Safetensors(content, file: "x.safetensors")
    return "no error"
  } catch {
    return error.description
  }
}

@Suite struct SafetensorsTests {
  @Test func whatIsWrittenComesBackToTheBit() throws {
    var numbers = HashedNumbers(seed: 1)
    var parameters = Parameters()
    parameters.append("a", shape: [2, 3], values: numbers.next(6))
    parameters.append("b.\"quoted\"\n", shape: [1], values: [-0.0])
    parameters.append("empty", shape: [0, 4], values: [])
    let metadata = ["key": "a \"text\" with \\, ü and \u{1}"]
    let read = try Safetensors(Safetensors.encode(parameters, metadata: metadata), file: "x")
    #expect(try Parameters(read) == parameters)
    #expect(read.metadata == metadata)
  }

  @Test func halfPrecisionKeepsThreeDigitsInHalfTheSize() throws {
    var numbers = HashedNumbers(seed: 2)
    var parameters = Parameters()
    parameters.append("a", shape: [1000], values: numbers.next(1000))
    let content = Safetensors.encode(parameters, metadata: [:], storage: .half)
    #expect(content.count < 2200)
    let read = try Parameters(Safetensors(content, file: "x"))
    #expect(read != parameters)
    for (made, truth) in zip(read.values, parameters.values) {
      #expect(abs(made - truth) <= 0.0005 * abs(truth))
    }
  }

  @Test func headersThatLieGiveOneLine() {
    #expect(message(Data()) == "x.safetensors: expected a safetensors file, but it holds only 0 bytes")
    #expect(
      message(file("{}", data: 0, length: .max))
        == "x.safetensors: expected a header of at most 2 bytes, but it claims 18446744073709551615")
    #expect(
      message(file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, data: 4))
        == "x.safetensors: expected 8 bytes of data, but it holds 4")
    #expect(
      message(file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, data: 4))
        == "x.safetensors: expected 8 bytes for tensor a of shape [2], but its offsets are [0, 4]")
    #expect(
      message(file(#"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, data: 4))
        == "x.safetensors: expected a known dtype for a, but it is F31")
    let one = #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    #expect(
      message(file("{\(one),\(one)}", data: 4)) == "x.safetensors: expected each name once, but a comes twice"
    )
    #expect(
      message(file(#"{\#(one),"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, data: 6))
        == "x.safetensors: expected tensor b to begin at byte 4 of the data, but it begins at 2")
    #expect(
      message(file(#"{\#(one),"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#, data: 12))
        == "x.safetensors: expected tensor b to begin at byte 4 of the data, but it begins at 8")
  }

  @Test(arguments: [
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1]}}"#, #"{"a":1}"#, "[]", "{", #"{"a"}"#, #"{"a":{"dtype":"\u12"#, "",
    #"{"__metadata__":{"a":1}}"#, #"{"a":[[[[[[[[[[]]]]]]]]]]}"#, #"{"\ud800":1}"#, "{}x",
  ])
  func damagedHeadersAreErrorsAndNeverTrap(header: String) {
    #expect(message(file(header, data: 4)).hasPrefix("x.safetensors: expected "))
  }

  @Test func everyTruncationAndEveryFlippedHeaderByteIsReadOrRefused() {
    var parameters = Parameters()
    parameters.append("a", shape: [2], values: [1, 2])
    let content = Safetensors.encode(parameters, metadata: ["k": "v"])
    for length in 0..<content.count { #expect(message(content.prefix(length)) != "no error") }
    for place in 0..<content.count - 8 {
      for flip in [UInt8(0x01), 0x20, 0x80] {
        var damaged = content
        damaged[place] ^= flip
        _ = message(damaged)
      }
    }
  }

  @Test func onlyFloatsAreReadAsFloats() throws {
    let content = file(#"{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}"#, data: 4)
    let tensors = try Safetensors(content, file: "x")
    let entry = try #require(tensors.entry("a"))
    #expect(tensors.bytes(of: entry).count == 4)
    #expect(
      throws: WeightsError(.malformed, file: "x", expected: "tensor a as F32 or F16", actual: "it is I32")
    ) { try tensors.floats(of: entry) }
  }
}
