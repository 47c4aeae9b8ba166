import Foundation

extension Recipe.Optimisation {
  /// The learning rate of step `step` of `total`.
  func rate(step: Int, of total: Int) -> Double {
    let progress = Double(step) / Double(max(1, total))
    switch schedule {
    case .constant: return rate
    case .cosine:
      if progress < warmUp { return rate * (progress / warmUp + 1e-3) }
      return rate * Self.cosine(from: 1, to: 0, at: (progress - warmUp) / max(1e-9, 1 - warmUp))
    case .oneCycle:
      if progress < warmUp { return rate * Self.cosine(from: 0.04, to: 1, at: progress / warmUp) }
      return rate * Self.cosine(from: 1, to: 1e-4, at: (progress - warmUp) / max(1e-9, 1 - warmUp))
    }
  }

  private static func cosine(from start: Double, to end: Double, at progress: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * min(1, max(0, progress)))) / 2
  }
}
