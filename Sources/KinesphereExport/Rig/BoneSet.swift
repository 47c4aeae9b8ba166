/// Some of the bones, in 32 bits.
public struct BoneSet: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public init(_ bone: Bone) { rawValue = 1 << UInt32(bone.rawValue) }

  /// Every bone.
  public static let all = BoneSet(rawValue: (1 << UInt32(Bone.count)) - 1)

  public func contains(_ bone: Bone) -> Bool { contains(BoneSet(bone)) }

  /// How many.
  public var count: Int { rawValue.nonzeroBitCount }
}
