extension PostureTarget {
  private enum Keys: String, CodingKey, CaseIterable {
    case name, side, when, ranges, tolerance
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(beyond: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    name = try container.decode(String.self, forKey: .name)
    side = try container.decodeName(Side.self, forKey: .side, kind: "a side") ?? .both
    when = try container.decode(Moment.self, forKey: .when)
    ranges = try container.decode([Range].self, forKey: .ranges)
    tolerance = try container.decodeIfPresent(Float.self, forKey: .tolerance) ?? Self.usualTolerance
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(name, forKey: .name)
    try container.encode(side, forKey: .side)
    try container.encode(when, forKey: .when)
    try container.encode(ranges, forKey: .ranges)
    try container.encode(tolerance, forKey: .tolerance)
  }
}

extension PostureTarget.Range {
  private enum Keys: String, CodingKey, CaseIterable {
    case joint, low, high, judge, limb
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(beyond: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    joint = try container.decodeJoint(forKey: .joint)
    low = try container.decode(Float.self, forKey: .low)
    high = try container.decode(Float.self, forKey: .high)
    judge = try container.decodeName(Judge.self, forKey: .judge, kind: "a way to judge") ?? .throughout
    limb = try container.decodeName(Limb.self, forKey: .limb, kind: "a limb") ?? .working
  }
}

extension PostureTarget.Condition {
  private enum Keys: String, CodingKey, CaseIterable {
    case joint, above, below, limb
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(beyond: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    joint = try container.decodeJoint(forKey: .joint)
    above = try container.decodeIfPresent(Float.self, forKey: .above)
    below = try container.decodeIfPresent(Float.self, forKey: .below)
    limb =
      try container.decodeName(PostureTarget.Range.Limb.self, forKey: .limb, kind: "a limb") ?? .working
    guard above != nil || below != nil else {
      throw decoder.refuse(
        expected: "a condition with \"above\" or \"below\" in degrees",
        actual: "\(joint.rawValue) has neither")
    }
  }
}

extension PostureTarget.Moment: Codable {
  private enum Keys: String, CodingKey, CaseIterable {
    case always, times, action, entry, unless, seconds
  }

  /// The shortest episode that counts where a file names none, seconds.
  static let usualSeconds = 0.3

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(beyond: Keys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Keys.self)
    let kinds: [Keys] = [.always, .times, .action, .entry].filter { container.contains($0) }
    guard kinds.count == 1 else {
      throw decoder.refuse(
        expected: "\"when\" with one of always, times, action, entry",
        actual: "it has \(kinds.isEmpty ? "none" : kinds.map(\.rawValue).joined(separator: " and "))")
    }
    switch kinds[0] {
    case .times:
      self = .times(
        try container.decode([[Double]].self, forKey: .times).map { span in
          guard span.count == 2, span[0] >= 0, span[1] > span[0], span[1] < 1e6 else {
            throw decoder.refuse(
              expected: "spans of seconds, [start, end]", actual: "there is \(span.prefix(4))")
          }
          return span[0]...span[1]
        })
    case .action: self = .action(try container.decode(String.self, forKey: .action))
    case .entry:
      let seconds = try container.decodeIfPresent(Double.self, forKey: .seconds) ?? Self.usualSeconds
      guard (0...60).contains(seconds) else {
        throw decoder.refuse(expected: "\"seconds\" from 0 to 60", actual: "there is \(seconds)")
      }
      self = .entry(
        try container.decode([PostureTarget.Condition].self, forKey: .entry),
        unless: try container.decodeIfPresent([PostureTarget.Condition].self, forKey: .unless) ?? [],
        seconds: seconds)
    default:
      guard try container.decode(Bool.self, forKey: .always) else {
        throw decoder.refuse(expected: "\"always\": true", actual: "it is false")
      }
      self = .always
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    switch self {
    case .always: try container.encode(true, forKey: .always)
    case .times(let spans):
      try container.encode(spans.map { [$0.lowerBound, $0.upperBound] }, forKey: .times)
    case .action(let name): try container.encode(name, forKey: .action)
    case .entry(let conditions, let unless, let seconds):
      try container.encode(conditions, forKey: .entry)
      if !unless.isEmpty { try container.encode(unless, forKey: .unless) }
      try container.encode(seconds, forKey: .seconds)
    }
  }
}

extension KeyedDecodingContainer {
  /// A joint by its name.
  fileprivate func decodeJoint(forKey key: Key) throws -> PostureJoint {
    guard let joint = try decodeName(PostureJoint.self, forKey: key, kind: "a joint") else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: ""))
    }
    return joint
  }

  /// One of a few words; nil where there is none.
  fileprivate func decodeName<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type, forKey key: Key, kind: String
  ) throws -> Word? where Word.RawValue == String {
    guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: "\(kind) among \(all)|there is \"\(text)\"")
  }
}
