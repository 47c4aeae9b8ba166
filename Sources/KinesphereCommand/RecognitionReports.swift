import ArgumentParser
import Foundation
import KinesphereData
import KinesphereEvaluation

/// `kinesphere recognition-report`: one page from saved measurements.
struct RecognitionReports: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recognition-report",
    abstract: "Make one page of recognition measurements, the paper's numbers beside them.",
    discussion: """
      Takes the JSON files that 'kinesphere evaluate' and 'kinesphere-train evaluate-actions' write for protocols of \
      recognition. Of two files of one protocol the first stands beside the paper's numbers. Files that were measured \
      with --label-share become points of a curve.

      Example:
        kinesphere evaluate msr-as data/msr --json all.json
        kinesphere evaluate msr-as data/msr --label-share 0.2 --json few.json
        kinesphere recognition-report all.json few.json --output recognition.html
      """)

  @Argument(help: ArgumentHelp("The JSON files.", valueName: "file.json"))
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The page.", valueName: "file"))
  var output = "recognition.html"

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output is empty") }
    let page = URL(fileURLWithPath: output).standardizedFileURL
    if let same = files.first(where: { URL(fileURLWithPath: $0).standardizedFileURL == page }) {
      throw ValidationError("--output is one of the files, \(same): name another")
    }
  }

  func run() throws {
    Interruption.watch()
    try OutputFile.check(output)
    let reports = try files.map { try RecognitionReport.read($0) }
    try Interruption.check()
    try OutputFile.writeWhole(RecognitionPage(reports).html(), to: output)
    try StandardOutput.write(
      "wrote \(output): \(reports.count == 1 ? "one report" : "\(reports.count) reports")")
  }
}
