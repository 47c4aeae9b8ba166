import ArgumentParser

/// How fast a recording is replayed.
enum LiveSpeed {
  case times(Double)
  case max

  init(_ text: String) throws {
    if text == "max" {
      self = .max
      return
    }
    guard let factor = Double(text), factor >= 0.01, factor <= 1000 else {
      throw ValidationError("--speed should be max or a factor from 0.01 to 1000, but is '\(text)'")
    }
    self = .times(factor)
  }
}
