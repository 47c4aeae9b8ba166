import Foundation

/// The part of JSON Schema 2020-12 that the schemas in docs/ use; a keyword it does not know is a violation, so that a
/// schema cannot promise what is not checked.
struct JSONSchema {
  private let root: [String: Any]

  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw CocoaError(.fileReadCorruptFile)
    }
    self.root = root
  }

  /// What is wrong with a value, a line each; empty where it fits. `definition` picks one of `$defs`.
  func violations(of value: Any, definition: String? = nil) -> [String] {
    let schema = definition.map { ["$ref": "#/$defs/\($0)"] } ?? root
    return check(value, schema, "$")
  }

  private static let annotations: Set = ["$schema", "title", "description", "$defs"]

  private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    schema.sorted { $0.key < $1.key }.flatMap { keyword, rule -> [String] in
      Self.annotations.contains(keyword) ? [] : check(value, keyword, rule, schema, place)
    }
  }

  private func check(_ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any], _ place: String)
    -> [String]
  {
    let object = value as? [String: Any]
    let array = value as? [Any]
    let number = (value as? NSNumber)?.doubleValue
    switch (keyword, rule) {
    case ("$ref", let path as String):
      let name = String(path.dropFirst("#/$defs/".count))
      guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
        return ["\(place): no definition \(name)"]
      }
      return check(value, target, place)
    case ("type", _):
      let types = rule as? [String] ?? [rule as? String ?? ""]
      return types.contains { Self.isType($0, value) } ? [] : ["\(place): should be \(types)"]
    case ("const", _): return Self.same(value, rule) ? [] : ["\(place): should be \(rule)"]
    case ("enum", let all as [Any]):
      return all.contains { Self.same(value, $0) } ? [] : ["\(place): should be one of \(all)"]
    case ("required", let names as [String]):
      return names.filter { object?[$0] == nil }.map { "\(place): has no \($0)" }
    case ("properties", let rules as [String: [String: Any]]):
      return (object ?? [:]).flatMap { name, member in
        rules[name].map { check(member, $0, "\(place).\(name)") } ?? []
      }
    case ("additionalProperties", let allowed as Bool) where !allowed:
      let known = (schema["properties"] as? [String: Any] ?? [:]).keys
      return (object ?? [:]).keys.filter { !known.contains($0) }.map { "\(place): has the unknown \($0)" }
    case ("items", let rule as [String: Any]):
      return (array ?? []).enumerated().flatMap { check($1, rule, "\(place)[\($0)]") }
    case ("minItems", let least as Int):
      return array.map { $0.count >= least } ?? true ? [] : ["\(place): too short"]
    case ("maxItems", let most as Int):
      return array.map { $0.count <= most } ?? true ? [] : ["\(place): too long"]
    case ("minimum", let least as NSNumber):
      return number.map { $0 >= least.doubleValue } ?? true ? [] : ["\(place): below \(least)"]
    case ("maximum", let most as NSNumber):
      return number.map { $0 <= most.doubleValue } ?? true ? [] : ["\(place): above \(most)"]
    default: return ["\(place): the schema has the unknown keyword \(keyword)"]
    }
  }

  private static func isType(_ name: String, _ value: Any) -> Bool {
    let number = value as? NSNumber
    let isBoolean = value is Bool && !(number.map { String(cString: $0.objCType) != "c" } ?? false)
    switch name {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "null": return value is NSNull
    case "boolean": return isBoolean
    case "integer": return !isBoolean && number.map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    case "number": return !isBoolean && number != nil
    default: return false
    }
  }

  private static func same(_ one: Any, _ other: Any) -> Bool {
    guard let one = one as? NSObject, let other = other as? NSObject else {
      return (one as? String).map { $0 == other as? String } ?? (one as? [String]).map {
        $0 == other as? [String]
      } ?? false
    }
    return one == other
  }
}
