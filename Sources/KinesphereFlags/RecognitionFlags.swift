import ArgumentParser

/// How a protocol of recognition is measured and shown.
public struct RecognitionFlags: ParsableArguments {
  public init() {}

  @Option(
    help: ArgumentHelp(
      "Write a page for the browser: tables, confusions, the paper's numbers.", valueName: "file"))
  public var report: String?

  @Option(
    help: ArgumentHelp(
      "Learn from this share of each training side alone, 0.05 to 1: whole sequences, the same share of each action, at least one.",
      valueName: "share"))
  public var labelShare: Double?

  @Option(help: ArgumentHelp("The seed that --label-share draws with; default 1.", valueName: "number"))
  public var seed: UInt64?

  @Flag(
    help:
      "With --label-share: learn from the rest of each training side too, without its labels, by mutual teaching."
  )
  public var unlabelled = false

  /// Nothing was said.
  public var isEmpty: Bool { report == nil && labelShare == nil && seed == nil && !unlabelled }

  public func validate() throws {
    if let labelShare, !(labelShare >= 0.05 && labelShare <= 1) {
      throw ValidationError("--label-share should be from 0.05 to 1, but is \(labelShare)")
    }
    if labelShare == nil, unlabelled {
      throw ValidationError("--unlabelled learns from what keeps no label: give --label-share too")
    }
    if labelShare == nil, seed != nil {
      throw ValidationError("--seed draws the labels: give --label-share too")
    }
    if let report, report.isEmpty || report == "-" {
      throw ValidationError("--report should name a file, but is '\(report)'")
    }
  }
}
