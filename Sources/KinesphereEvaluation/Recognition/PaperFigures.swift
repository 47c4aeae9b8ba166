/// What the paper's text gives as its results: Yang, Sun, Lyu, Sun (2026), Front. Neurorobot. 20:1743288.
///
/// Its tables 2 to 8 are pictures that the text does not repeat, so most of their cells are unknown here; nothing is guessed.
enum PaperFigures {
  static let doi = "10.3389/fnbot.2026.1743288"

  /// Where a number comes from.
  enum Source: String {
    /// Stands in the text.
    case quoted
    /// A difference that stands in the text, taken from a number that does.
    case derived = "worked out"
    /// In a table that the text does not repeat.
    case unknown = "not in the text"
    /// Nothing that the paper measured.
    case absent = "not in the paper"
  }

  /// What of our reports belongs beside a number.
  enum Measure {
    /// A split's accuracy.
    case split(String, of: String)
    /// The mean accuracy of the splits whose names end so; all splits' with an empty end.
    case mean(endingIn: String, of: String)
    case f1(of: String)
    /// Accuracy learned from a share of the labels.
    case labelled(Double, of: String)
    case trainTime(of: String)
    case sampleTime(of: String)
    /// Another method's number; ours stands in the row of the paper's own.
    case other
    /// Nothing here measures it.
    case nothing
  }

  struct Row {
    let what: String
    let value: String
    let source: Source
    let ours: Measure

    init(_ what: String, _ value: String, _ source: Source = .quoted, ours: Measure) {
      (self.what, self.value, self.source, self.ours) = (what, value, source, ours)
    }
  }

  struct Table {
    let caption: String
    let note: String
    let rows: [Row]
  }

  static let tables = [settingOne, settingTwo, selfBuilt, dance, labels, times]

  private static let settingOne = Table(
    caption: "MSR-Action3D, setting 1: three sets of eight actions, three tests",
    note: "Test 1 learns from a third of a set, test 2 from two thirds, test 3 from the odd subjects.",
    rows: ["test 1", "test 2", "test 3"].flatMap { test -> [Row] in
      let rows = ["AS1", "AS2", "AS3"].map { set -> Row in
        let isQuoted = test == "test 2" && set != "AS3"
        return Row(
          "\(set), \(test)", isQuoted ? "100 %" : "", isQuoted ? .quoted : .unknown,
          ours: .split("\(set) \(test)", of: "msr-as"))
      }
      return test == "test 3"
        ? rows + [
          Row(
            "mean of the three sets, “cross-verification”", "96.9 %",
            ours: .mean(endingIn: "test 3", of: "msr-as"))
        ] : rows
    } + [Row("mean of all nine", "", .unknown, ours: .mean(endingIn: "", of: "msr-as"))])

  private static let settingTwo = Table(
    caption: "MSR-Action3D, setting 2: all 20 actions, odd subjects against even ones",
    note: "The other methods' numbers are the paper's own less the difference that it names.",
    rows: [
      Row("the paper's network, 2,500 iterations", "94.1 %", ours: .mean(endingIn: "", of: "msr20-odd-even")),
      Row("MSST: 2.52 points less", "91.58 %", .derived, ours: .other),
      Row("CWSM: 3.3 points less", "90.8 %", .derived, ours: .other),
      Row("MIF: 5.11 points less", "88.99 %", .derived, ours: .other),
      Row("subjects 1 to 5 against 6 to 10", "", .absent, ours: .mean(endingIn: "", of: "msr20-first-half")),
      Row("all 252 choices of five subjects", "", .absent, ours: .mean(endingIn: "", of: "msr20-five-five")),
      Row("UTD-MHAD, 27 actions", "", .absent, ours: .mean(endingIn: "", of: "utd27-cross-subject")),
    ])

  private static let selfBuilt = Table(
    caption: "Eleven actions by nine people, 99 sequences, each left out in turn",
    note:
      "The paper's recordings are not public; ours are the same eleven actions by nine synthetic performers.",
    rows: [
      Row("the paper's network", "97.99 %", ours: .mean(endingIn: "", of: "synthetic99-leave-one-out")),
      Row("Multi_perspective_MHPCs, SVM", "96.98 %", ours: .other),
      Row("MHPC, FPFH, bag of words, SVM", "94.01 %", ours: .other),
    ])

  private static let dance = Table(
    caption: "Six steps of dance, nine dancers, three times each",
    note:
      "The paper's recordings are not public; ours are six steps by nine synthetic dancers, tested in five folds of dancers.",
    rows: [
      Row("the paper's network", "96.2 %", ours: .mean(endingIn: "", of: "synthetic-dance-five-fold")),
      Row("Multi_perspective_MHPCs", "93.1 %", ours: .other),
      Row("F1, five folds", "0.974 ± 0.003", ours: .f1(of: "synthetic-dance-five-fold")),
    ])

  private static let labels = Table(
    caption: "Few labels",
    note: "The paper says that it learns from 20 % of the labels, but not which of its numbers that made.",
    rows: [
      Row("setting 2 from 20 % of the labels", "", .unknown, ours: .labelled(0.2, of: "msr20-odd-even")),
      Row(
        "99 sequences from 20 % of the labels", "", .unknown,
        ours: .labelled(0.2, of: "synthetic99-leave-one-out")),
      Row(
        "dance from 20 % of the labels", "", .unknown, ours: .labelled(0.2, of: "synthetic-dance-five-fold")),
    ])

  private static let times = Table(
    caption: "Time per sequence",
    note: """
      The paper: a 2.1 GHz processor; whether drawing the maps counts is not said. Ours to recognise: reading (or filming), \
      tracking and describing, the median; ours to train: the choice of the machine included.
      """,
    rows: [
      Row("MSR-Action3D, to train", "6.9 ms", ours: .trainTime(of: "msr20-odd-even")),
      Row("MSR-Action3D, to recognise", "7.2 ms", ours: .sampleTime(of: "msr20-odd-even")),
      Row("99 sequences, to train", "2.2 ms", ours: .trainTime(of: "synthetic99-leave-one-out")),
      Row("99 sequences, to recognise", "4.4 ms", ours: .sampleTime(of: "synthetic99-leave-one-out")),
      Row("latency on a laptop's RTX 3060", "7 ms", ours: .nothing),
    ])

  /// Where the paper's figures do not fit together.
  static let contradictions = [
    """
    The abstract gives 96.9 % for all 567 sequences and 20 actions; section 4.2 gives 96.9 % as the mean of the three sets of setting \
    1, and 94.1 % for all 20 actions.
    """,
    "The lead over MSST is 1.1 points in the abstract, 2.52 in section 4.2, and “1.1–2.5 %” in section 5.",
    """
    Of 99 sequences, 97 right are 97.98 %, 96 are 96.97 % and 93 are 93.94 %: no count out of 99 gives 97.99, 96.98 or \
    94.01 %.
    """,
    """
    The F1 of 0.974 is said to follow from an accuracy of 96.2 %; which data the five folds had, and what deviation belongs to the \
    accuracy, is not said.
    """,
    """
    7.2 ms are measured on a 2.1 GHz processor in section 4.1; section 5 speaks of 7 ms on an RTX 3060 laptop. Section 6 doubts \
    that 4.4 ms serve real time, which the abstract claims.
    """,
    """
    Section 4.1 says that MSR-Action3D has no side boxing, but its action 12 is that; it gives Kinect v2 depth as 512 × 460, but the sensor \
    has 512 × 424.
    """,
    """
    Section 4.1 describes ballet, modern and ethnic dancers; section 5 says that ballet and folk dance remain to be verified.
    """,
  ]
}
