import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

/// Reports for the page's tests.
enum RecognitionFixtures {
  /// Features that tell actions apart but for `alike`, which looks like action 1.
  static func samples(
    _ names: [SequenceName], alike: Int? = nil
  ) -> [ActionSample] {
    names.map { name in
      var generator = SeededGenerator(seed: UInt64(name.action * 10_000 + name.subject * 100 + name.trial))
      let shown = name.action == alike ? 1 : name.action
      return ActionSample(
        name: name, features: (0..<40).map { ($0 == shown ? 1 : 0) + 0.05 * generator.normal() })
    }
  }

  static let dance = (RecognitionProtocol.syntheticDance.performances ?? []).map(\.sequence)

  /// All actions by all subjects, once.
  static let msr = (1...20).flatMap { action in
    (1...10).map { SequenceName(.msrAction3D, action: action, subject: $0, trial: 1) }
  }

  /// All actions by three subjects, three times.
  static let trials = (1...20).flatMap { action in
    (1...3).flatMap { subject in
      (1...3).map { SequenceName(.msrAction3D, action: action, subject: subject, trial: $0) }
    }
  }

  static func report(
    _ plan: RecognitionProtocol, _ names: [SequenceName], alike: Int? = nil, lost: [String] = [],
    share: Double? = nil, seed: UInt64 = 1
  ) throws -> RecognitionReport {
    let evaluation = RecognitionEvaluation(
      plan, machines: [.leastSquares], labels: share.map { LabelShare(share: $0, seed: seed) })
    return try evaluation.report(of: samples(names, alike: alike), lost: lost)
  }
}

@Suite struct RecognitionPageTests {
  private static func count(_ part: String, in page: String) -> Int {
    page.components(separatedBy: part).count - 1
  }

  @Test func whatWasConfusedIsNamedInWords() throws {
    let report = try RecognitionFixtures.report(.msrOddEven, RecognitionFixtures.msr, alike: 4)
    let result = report.results[0]
    #expect(result.accuracy < 1)
    let counts = ConfusionCounts(result, of: .msrAction3D)
    let pair = try #require(counts.pairs.first)
    #expect([1, 4].contains(counts.actions[pair.row]) && [1, 4].contains(counts.actions[pair.column]))
    let page = RecognitionPage([report]).html()
    #expect(page.contains("<li>\(counts.words(pair))</li>"))
    #expect(page.contains("hand catch") && page.contains("high arm wave"))
    #expect(counts.pairs.reduce(0) { $0 + $1.count } == result.wrong.count)
  }

  @Test func thePageStandsAloneAndSaysWhatItsPicturesAre() throws {
    let reports = try [
      RecognitionFixtures.report(.msrOddEven, RecognitionFixtures.msr, lost: ["a01_s01_e03"]),
      RecognitionFixtures.report(.msrSets, RecognitionFixtures.trials),
      RecognitionFixtures.report(.syntheticDance, RecognitionFixtures.dance),
    ]
    let page = RecognitionPage(reports).html()
    for foreign in ["<script", "src=", "<link", "@import", "url("] {
      #expect(!page.contains(foreign), "\(foreign)")
    }
    #expect(
      Self.count("<svg", in: page) == Self.count("<title>", in: page) - Self.count("<g><title>", in: page) - 1
    )
    #expect(Self.count("<table", in: page) == Self.count("<caption>", in: page))
    #expect(Self.count("<th>", in: page) == 0, "every heading has a scope")
    for tag in ["section", "div", "details", "figure", "table", "svg", "ul", "p", "g"] {
      #expect(
        Self.count("<\(tag)>", in: page) + Self.count("<\(tag) ", in: page)
          == Self.count("</\(tag)>", in: page), "\(tag)")
    }
    #expect(page.contains("grand jeté") && page.contains("AS2 test 3"))
    #expect(page.contains("<td class=\"words\">1: a01_s01_e03</td>"))
  }

  @Test func oursStandBesideThePapersAndNothingIsMadeUp() throws {
    let report = try RecognitionFixtures.report(.msrOddEven, RecognitionFixtures.msr, alike: 4)
    let page = RecognitionPage([report]).html()
    let ours = RecognitionPage.percent(report.meanAccuracy)
    #expect(page.contains("94.1 %<span class=\"mark\">quoted</span></td><td>\(ours)</td>"))
    #expect(page.contains("88.99 %<span class=\"mark\">worked out</span>"))
    #expect(
      page.contains("97.99 %<span class=\"mark\">quoted</span></td><td class=\"none\">not measured</td>"))
    #expect(page.contains(PaperFigures.doi) && page.contains("no count out of 99 gives 97.99"))
  }

  @Test func thePapersCountsAreIndeedImpossible() {
    for claimed in [97.99, 96.98, 94.01] {
      #expect(!(0...99).contains { abs((Double($0) / 99 * 10_000).rounded() / 100 - claimed) < 0.001 })
    }
    // The differences that the text names, from 94.1.
    let values = PaperFigures.tables[1].rows.prefix(4).map(\.value)
    #expect(values == ["94.1 %", "91.58 %", "90.8 %", "88.99 %"])
  }

  @Test func labelsOfSeveralSharesAreACurve() throws {
    let shares: [Double?] = [0.1, 0.2, 0.2, nil]
    let reports = try shares.enumerated().map { index, share in
      try RecognitionFixtures.report(
        .syntheticDance, RecognitionFixtures.dance, alike: 13, share: share, seed: UInt64(index))
    }
    let curve = try #require(LabelCurve(reports))
    #expect(curve.points.map(\.share) == [0.1, 0.2, 1] && curve.points.map(\.accuracies.count) == [1, 2, 1])
    let page = RecognitionPage(reports).html()
    #expect(Self.count("<circle class=\"dot mean\"", in: page) == 4)
    #expect(page.contains("mean of 2 draws"))
    #expect(
      Self.count("<h2>synthetic-dance-five-fold</h2>", in: page) == 1, "the whole one alone is told in full")
    #expect(LabelCurve([reports[0], reports[3]]) == nil, "one share is no curve")
  }

  @Test func manySplitsAreToldTogether() throws {
    let few = RecognitionFixtures.msr.filter { $0.action < 6 }
    let report = try RecognitionFixtures.report(.msrFiveFive, few)
    let page = RecognitionPage([report]).html()
    #expect(page.contains("The lowest, the middle and the highest of 252 splits"))
    #expect(page.utf8.count < 200_000)
  }

  @Test func whatAFileSaysCannotWriteIntoThePage() throws {
    let report = try RecognitionFixtures.report(
      .syntheticDance, RecognitionFixtures.dance, lost: ["<script>alert(1)</script>"])
    var renamed = report
    renamed.method = "<b onload=x>"
    let page = RecognitionPage([renamed]).html()
    #expect(!page.contains("<script>") && !page.contains("<b onload") && page.contains("&lt;script&gt;"))
  }

  @Test func everyDataSetHasItsNames() {
    #expect(SequenceName.DataSet.msrAction3D.actionNames.count == 20)
    #expect(SequenceName.DataSet.utdMHAD.actionNames.count == 27)
    #expect(SequenceName.DataSet.synthetic.name(ofAction: 1) == "two-hand wave")
    #expect(SequenceName.DataSet.msrAction3D.name(ofAction: 21) == "action 21")
    for set in [SequenceName.DataSet.msrAction3D, .utdMHAD, .synthetic] {
      #expect(Set(set.actionNames).count == set.actionNames.count)
    }
  }
}
