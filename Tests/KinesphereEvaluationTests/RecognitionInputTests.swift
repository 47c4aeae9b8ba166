import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import KinesphereEvaluation

@Suite struct RecognitionReadingTests {
  private let whole: RecognitionReport
  private let json: String

  init() throws {
    whole = try RecognitionFixtures.report(
      .syntheticDance, RecognitionFixtures.dance, alike: 13, share: 0.5, seed: 7)
    json = try whole.json()
  }

  private func failure(_ text: String) -> String {
    let error = #expect(throws: EvaluationError.self) {
      try RecognitionReport(json: Data(text.utf8), named: "a.json")
    }
    let line = error.map { "\($0)" } ?? ""
    #expect(!line.contains("\n") && line.hasPrefix("a.json"), "\(line)")
    return line
  }

  @Test func aReportIsReadAsItWasWritten() throws {
    let read = try RecognitionReport(json: Data(json.utf8), named: "a.json")
    #expect(try read.json() == json)
    #expect(read.labelShare == 0.5 && read.labelSeed == 7 && read.listed == 162 && read.found == 162)
    #expect(RecognitionPage([read]).html() == RecognitionPage([whole]).html())
  }

  @Test func aReportFromBeforeTheCountsIsReadToo() throws {
    var old = whole
    (old.listed, old.found, old.labelShare, old.labelSeed) = (nil, nil, nil, nil)
    let read = try RecognitionReport(json: Data(old.json().utf8), named: "a.json")
    #expect(RecognitionPage([read]).html().contains("not counted by this report"))
  }

  @Test func foreignAndDamagedFilesAreToldInALine() {
    #expect(failure("").contains("not JSON"))
    #expect(failure("<html>").contains("not JSON"))
    #expect(failure("[1, 2]").contains("no object"))
    #expect(failure(String(json.prefix(json.count / 2))).contains("not JSON"))
    #expect(failure("{}").contains("names none"))
    #expect(failure(#"{"format": "kinesphere-key\npoints", "version": 1}"#).contains("kinesphere-key"))
    #expect(failure(json.replacing("\"version\" : 1", with: "\"version\" : 2")).contains("it is 2"))
    #expect(failure(json.replacing("synthetic-dance-five-fold", with: "waltz")).contains("'waltz'"))
    #expect(
      failure(json.replacing("\"confusion\"", with: "\"confusions\"")).contains("'confusion' is missing"))
    #expect(failure(json.replacing("\"test\" : ", with: "\"test\" : 1")).contains("answers"))
    #expect(
      failure(json.replacing("\"test\" : ", with: "\"test\" : \"x\", \"y\" : ")).contains("another kind"))
  }

  @Test func aMissingFileIsToldInALine() {
    let error = #expect(throws: EvaluationError.self) { try RecognitionReport.read("/nowhere/a.json") }
    #expect(error.map { "\($0)" } == "/nowhere/a.json: expected a report's JSON file, but it cannot be read")
  }
}

@Suite struct LabelShareTests {
  private let names = RecognitionFixtures.msr
  private var all: [Int] { Array(names.indices) }

  @Test func wholeSequencesOfEveryActionAreKept() {
    let kept = LabelShare(share: 0.5, seed: 3).kept(of: all, names: names, split: 0)
    let counts = Dictionary(grouping: kept) { names[$0].action }.mapValues(\.count)
    #expect(counts == Dictionary(uniqueKeysWithValues: (1...20).map { ($0, 5) }))
    #expect(kept == Set(kept).sorted())
    #expect(LabelShare(share: 0.001).kept(of: all, names: names, split: 0).count == 20, "one an action")
    #expect(LabelShare(share: 1).kept(of: all, names: names, split: 0) == all)
  }

  @Test func theSeedAndTheSplitDrawAndMoreLabelsKeepTheFewer() {
    let few = LabelShare(share: 0.1, seed: 3).kept(of: all, names: names, split: 0)
    #expect(few == LabelShare(share: 0.1, seed: 3).kept(of: all, names: names, split: 0))
    #expect(few != LabelShare(share: 0.1, seed: 4).kept(of: all, names: names, split: 0))
    #expect(few != LabelShare(share: 0.1, seed: 3).kept(of: all, names: names, split: 1))
    let more = LabelShare(share: 0.3, seed: 3).kept(of: all, names: names, split: 0)
    #expect(Set(few).isSubset(of: more))
  }

  @Test func theTestedOnesStayAndFewSequencesDoNotEndIt() throws {
    let whole = try RecognitionFixtures.report(.msrOddEven, names)
    let few = try RecognitionFixtures.report(.msrOddEven, names, share: 0.01)
    #expect(few.results[0].train == 20 && few.results[0].test == whole.results[0].test)
    // With one sequence an action no other subject shows any: nothing is there to choose by.
    #expect(few.results[0].validation.isEmpty && few.results[0].cost == 100)
    #expect(RecognitionPage([few]).html().contains("too few sequences to leave a subject out"))
    let some = try RecognitionFixtures.report(.msrOddEven, names, share: 0.4)
    #expect(some.results[0].train == 40 && some.results[0].validation.count == 4)
    #expect(few.text.contains("1 % of the training sequences, seed 1"))
  }

  @Test func poolsWithFewLabelsAreTold() throws {
    let plan = RecognitionProtocol.synthetic99
    let report = try RecognitionFixtures.report(
      plan, try #require(plan.performances).map(\.sequence), share: 0.12)
    #expect(report.results[0].test == 99 && report.results[0].train <= 22)
  }
}

@Suite struct RecognitionInputTests {
  private let network: PoseNetwork

  init() throws { network = try NetworkWeights.embedded().makePoseNetwork() }

  @Test func missingSequencesAreCounted() throws {
    let report = try RecognitionFixtures.report(
      .msrOddEven, RecognitionFixtures.msr, lost: ["a01_s01_e03", "a02_s01_e03"])
    #expect(report.listed == 557)
    // 200 less the five of the protocol's ten that are first trials, and the two lost ones.
    #expect(report.found == 197)
    #expect(report.text.contains("197 of 557 listed sequences found"))
    #expect(RecognitionProtocol.utd.listedCount == 861 && RecognitionProtocol.msrSets.listedCount == 567)
    #expect(RecognitionProtocol.synthetic99.listedCount == 99)
    let page = RecognitionPage([report]).html()
    #expect(page.contains("197 of 557 listed sequences found. Depth of a04_s09_e01 is not given out."))
  }

  @Test func anEmptyClassAndOneSubjectAreTold() {
    let gap = RecognitionFixtures.msr.filter { $0.action != 7 || $0.subject % 2 == 0 }
    let empty = #expect(throws: EvaluationError.self) { try RecognitionFixtures.report(.msrOddEven, gap) }
    #expect(empty?.actual == "actions [7] are not")
    let alone = RecognitionFixtures.msr.filter { $0.subject == 1 }
    let one = #expect(throws: EvaluationError.self) { try RecognitionFixtures.report(.msrOddEven, alone) }
    #expect(one?.actual == "there are 20 and 0")
  }

  @Test func oneTrainingSubjectTakesTheMiddleCost() throws {
    let names = RecognitionFixtures.msr.filter { $0.subject < 3 }
    let result = try #require(try RecognitionFixtures.report(.msrOddEven, names).results.first)
    #expect(result.validation.isEmpty && result.train == 20 && result.accuracy > 0.9)
  }

  @Test func aClassThatIsNeverTestedHasNoBar() throws {
    let names = RecognitionFixtures.msr.filter { $0.action != 7 || $0.subject % 2 == 1 }
    let report = try RecognitionFixtures.report(.msrOddEven, names)
    let page = RecognitionPage([report]).html()
    #expect(report.results[0].perAction[7] == nil && !page.contains("nan"))
  }
}
