extension SequenceName.DataSet {
  /// The actions' names in the order of their numbers, as the data sets' authors give them: MSR-Action3D's 20 (Li, Zhang, Liu
  /// 2010, doi:10.1109/CVPRW.2010.5543273), UTD-MHAD's 27 (Chen, Jafari, Kehtarnavaz 2015, doi:10.1109/ICIP.2015.7350781), or
  /// ``SyntheticAction``'s.
  public var actionNames: [String] {
    switch self {
    case .msrAction3D: Self.msrActions
    case .utdMHAD: Self.utdActions
    case .synthetic: SyntheticAction.allCases.map(\.rawValue)
    }
  }

  /// The name of an action's number, from 1; `action 28` where the data set has none.
  public func name(ofAction number: Int) -> String {
    let names = actionNames
    return names.indices.contains(number - 1) ? names[number - 1] : "action \(number)"
  }

  /// How many sequences the authors list; nil for synthetic ones, of which there are as many as a protocol wants.
  public var listedCount: Int? {
    switch self {
    case .msrAction3D: 567
    case .utdMHAD: 861
    case .synthetic: nil
    }
  }

  private static let msrActions = [
    "high arm wave", "horizontal arm wave", "hammer", "hand catch", "forward punch", "high throw", "draw x",
    "draw tick", "draw circle", "hand clap", "two hand wave", "side boxing", "bend", "forward kick",
    "side kick", "jogging", "tennis swing", "tennis serve", "golf swing", "pick up and throw",
  ]

  private static let utdActions = [
    "swipe left", "swipe right", "wave", "clap", "throw", "cross arms", "basketball shoot", "draw x",
    "draw circle clockwise", "draw circle anticlockwise", "draw triangle", "bowling", "front boxing",
    "baseball swing", "tennis swing", "arm curl", "tennis serve", "push", "knock on door", "catch",
    "pick up and throw", "jog in place", "walk in place", "sit to stand", "stand to sit", "forward lunge",
    "squat",
  ]
}
