/// Any key of a JSON object: to see those that nobody knows.
struct TargetKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A misspelt key is an error, not a setting that silently stays as usual.
  func refuseKeys(beyond known: [String]) throws {
    let container = try container(keyedBy: TargetKey.self)
    guard let other = container.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() else {
      return
    }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath,
        debugDescription: "only \(known.joined(separator: ", "))|there is \"\(other)\""))
  }

  /// An error that says what was expected and what is there.
  func refuse(expected: String, actual: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(expected)|\(actual)"))
  }
}
