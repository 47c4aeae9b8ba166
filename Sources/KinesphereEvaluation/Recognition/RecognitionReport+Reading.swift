import Foundation
import KinesphereData

extension RecognitionReport {
  /// Reads what ``json()`` wrote. Throws one line where the file cannot be read, is damaged or is of another kind.
  public static func read(_ path: String) throws -> RecognitionReport {
    // A named pipe would be waited for.
    var status = stat()
    let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    guard isFile, let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
      throw EvaluationError(file: path, expected: "a report's JSON file", actual: "it cannot be read")
    }
    return try RecognitionReport(json: data, named: path)
  }

  /// Reads what ``json()`` wrote; `name` is for the error's line.
  public init(json: Data, named name: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      let head = try decoder.decode(Head.self, from: json)
      try head.check(name)
      self = try decoder.decode(RecognitionReport.self, from: json)
    } catch let error as DecodingError {
      throw EvaluationError(file: name, expected: "a whole report", actual: Self.words(error))
    }
    try check(name)
  }

  /// What must fit before the rest is looked at.
  private struct Head: Decodable {
    let format: String?
    let version: Int?

    func check(_ name: String) throws {
      guard format == "kinesphere-evaluation" else {
        throw EvaluationError(
          file: name, expected: "the format kinesphere-evaluation",
          actual: format.map { "it is '\(String($0.prefix(60)).oneLine)'" } ?? "it names none")
      }
      guard version == 1 else {
        throw EvaluationError(
          file: name, expected: "version 1 of the format",
          actual: version.map { "it is \($0)" } ?? "it names none")
      }
    }
  }

  /// What Decodable cannot see: numbers that contradict one another.
  private func check(_ name: String) throws {
    guard plan != nil else {
      throw EvaluationError(
        file: name, expected: "a known protocol of recognition",
        actual: "it is '\(String(protocolName.prefix(60)).oneLine)'")
    }
    guard !results.isEmpty else {
      throw EvaluationError(file: name, expected: "a split", actual: "there is none")
    }
    guard machines.count == costs.count else {
      throw EvaluationError(
        file: name, expected: "a cost for each of \(machines.count) machines",
        actual: "there are \(costs.count)")
    }
    for result in results {
      let split = String(result.split.prefix(60)).oneLine
      let counts = result.confusion
      guard counts.count == result.actions.count, counts.allSatisfy({ $0.count == result.actions.count }),
        counts.allSatisfy({ $0.allSatisfy { (0...1_000_000).contains($0) } })
      else {
        throw EvaluationError(
          file: "\(name), split \(split)", expected: "\(result.actions.count) rows and columns of counts",
          actual: "the confusions are not")
      }
      let sum = counts.reduce(0) { $0 + $1.reduce(0, +) }
      guard sum == result.test, sum > 0 else {
        throw EvaluationError(
          file: "\(name), split \(split)", expected: "as many answers as tested sequences, \(result.test)",
          actual: "there are \(sum)")
      }
      let shares = [result.accuracy, result.macroF1] + result.perSubject.values + result.perAction.values
      guard shares.allSatisfy({ (0...1).contains($0) }) else {
        throw EvaluationError(
          file: "\(name), split \(split)", expected: "shares from 0 to 1", actual: "one is not")
      }
    }
  }

  private static func words(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".").oneLine
    }
    return switch error {
    case .keyNotFound(let key, let context):
      "'\(key.stringValue)' is missing" + (context.codingPath.isEmpty ? "" : " in \(place(context))")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.isEmpty ? "it is no object" : "'\(place(context))' is of another kind"
    default: "it is not JSON"
    }
  }
}
