/// A set of performances whose actions are to be told apart.
public enum SyntheticActionSet: String, CaseIterable, Sendable {
  /// The paper's eleven actions by nine performers: 99.
  case actions
  /// Six steps of dance by nine performers, three times each: 162.
  case dance

  /// One performance of the set.
  public struct Entry: Sendable {
    /// For files.
    public let name: String
    /// For protocols: the action's place in ``SyntheticAction/allCases`` from 1, the performer, the repetition.
    public let sequence: SequenceName
    public let performer: Performer
    public let action: SyntheticAction
    public let repetition: Int
  }

  public var actions: [SyntheticAction] {
    self == .actions ? SyntheticAction.everyday : SyntheticAction.dance
  }
  public var repetitions: Int { self == .actions ? 1 : 3 }

  /// Every action, the paper's and those of dance, by nine performers.
  public static func all(seed: UInt64, repetitions: Int) -> [Entry] {
    entries(of: SyntheticAction.allCases, repetitions: repetitions, seed: seed)
  }

  /// All of them, performer by performer; another seed, other people.
  public func entries(seed: UInt64) -> [Entry] {
    Self.entries(of: actions, repetitions: repetitions, seed: seed)
  }

  private static func entries(of actions: [SyntheticAction], repetitions: Int, seed: UInt64) -> [Entry] {
    (1...Performer.count).flatMap { number -> [Entry] in
      let performer = Performer(number: number, seed: seed)
      return actions.flatMap { action in
        (1...repetitions).map { repetition in
          Entry(
            name: "\(performer.name)_\(action.fileName)" + (repetitions > 1 ? "_r\(repetition)" : ""),
            sequence: SequenceName(
              .synthetic, action: action.number, subject: performer.number, trial: repetition),
            performer: performer, action: action, repetition: repetition)
        }
      }
    }
  }
}

extension SyntheticAction {
  /// Its place among all, from 1.
  public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}
