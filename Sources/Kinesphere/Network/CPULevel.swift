import CKernels

/// Which instructions the kernels use. The networks pick ``current``; tests force the lower ones, which every
/// machine of a higher level runs too.
package enum CPULevel: Int32, CaseIterable, Sendable, Comparable {
  case baseline, avx2, avx512

  /// The highest level of this machine.
  package static let current = CPULevel(rawValue: ks_cpu_level()) ?? .baseline

  /// All levels that this machine runs.
  package static var available: [CPULevel] { allCases.filter { $0 <= current } }

  package static func < (left: CPULevel, right: CPULevel) -> Bool { left.rawValue < right.rawValue }
}
