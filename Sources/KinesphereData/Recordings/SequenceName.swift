/// Action, subject and repetition, as the names of MSR-Action3D (`a01_s01_e01`) and UTD-MHAD (`a1_s1_t1`) say, or of a synthetic
/// performance (`a1_p1_r1`).
public struct SequenceName: Hashable, Sendable, CustomStringConvertible {
  public enum DataSet: String, Sendable {
    case msrAction3D = "MSR-Action3D"
    case utdMHAD = "UTD-MHAD"
    case synthetic = "synthetic actions"
  }

  public let dataSet: DataSet
  /// From 1.
  public let action, subject, trial: Int

  public init(_ dataSet: DataSet, action: Int, subject: Int, trial: Int) {
    (self.dataSet, self.action, self.subject, self.trial) = (dataSet, action, subject, trial)
  }

  /// Reads the first three parts of a file's name; nil where they are of neither data set's pattern.
  public init?(_ name: String) {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).prefix(3)
    guard parts.count == 3, let action = Self.number(parts[0], after: "a"),
      let subject = Self.number(parts[1], after: "s")
    else { return nil }
    if let trial = Self.number(parts[2], after: "e"), parts.allSatisfy({ $0.count == 3 }) {
      self.trial = trial
      dataSet = .msrAction3D
    } else if let trial = Self.number(parts[2], after: "t") {
      self.trial = trial
      dataSet = .utdMHAD
    } else {
      return nil
    }
    self.action = action
    self.subject = subject
  }

  private static func number(_ part: Substring, after letter: Character) -> Int? {
    guard part.first == letter, (2...3).contains(part.count), part.dropFirst().allSatisfy(\.isNumber) else {
      return nil
    }
    return Int(part.dropFirst())
  }

  /// As the data set writes it.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return switch dataSet {
    case .msrAction3D: "a\(two(action))_s\(two(subject))_e\(two(trial))"
    case .utdMHAD: "a\(action)_s\(subject)_t\(trial)"
    case .synthetic: "a\(action)_p\(subject)_r\(trial)"
    }
  }
}
