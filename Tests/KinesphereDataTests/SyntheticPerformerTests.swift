import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticPerformerTests {
  @Test func trainedPerformersMoveLargerAndMoreExactly() {
    let performers = (1...Performer.count).map { Performer(number: $0) }
    let (trained, others) = (performers.filter(\.isTrained), performers.filter { !$0.isTrained })
    #expect(trained.count == 3 && others.count == 6)
    for (a, b) in trained.flatMap({ a in others.map { (a.style, $0.style) } }) {
      #expect(a.expressiveness > b.expressiveness && a.turnout > b.turnout && a.unevenness < b.unevenness)
    }
    #expect(Set(performers.map(\.person.height)).count == 9)
    #expect(Performer(number: 4, seed: 2).style != Performer(number: 4, seed: 3).style)
    #expect(Performer(number: 4, seed: 2).style == Performer(number: 4, seed: 2).style)
  }

  @Test func timeRisesWhoeverDances() {
    var style = PerformerStyle()
    style.tempo = 120
    var generator = SeededGenerator(seed: 1)
    var time = style.timing(beats: 4, using: &generator)
    for beat in stride(from: 0, through: 4, by: 0.25) { #expect(abs(time(beat) - beat / 2) < 1e-9) }
    (style.swing, style.unevenness) = (0.1, 0.1)
    for _ in 0..<20 {
      time = style.timing(beats: 6, using: &generator)
      let moments = stride(from: 0, through: 6, by: 0.05).map(time)
      #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 })
      #expect(moments[0] == 0 && abs(time(6) - 3) < 1e-9)
    }
    style.unevenness = 0
    time = style.timing(beats: 2, using: &generator)
    #expect(abs(time(0.5) - 0.3) < 1e-9 && abs(time(1) - 0.5) < 1e-9)
  }

  @Test func aPhraseJoinsItsActionsOnTheBeat() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<10 {
      let phrase = DancePhrase.random(using: &generator)
      let score = phrase.score(style: PerformerStyle())
      #expect(score.actions.count == phrase.parts.count)
      #expect(score.actions.first?.start == 0)
      for (a, b) in zip(score.actions, score.actions.dropFirst()) {
        #expect(a.end == b.start && a.endBeat == b.startBeat && a.name != b.name)
        let beat = try #require(a.endBeat)
        #expect(beat == beat.rounded() && abs(a.end - beat * 60 / score.tempo) < 1e-9)
      }
      let order = score.actions.compactMap(\.segment)
      #expect(order.first == "prelude" && order.last == "conclusion" && order.contains("main"))
      #expect(Array(order.reversed()) == order.sorted { Self.rank($0) > Self.rank($1) })
      #expect(zip(score.keys, score.keys.dropFirst()).allSatisfy { $0.beat < $1.beat })
      // The dancer stays before the camera.
      #expect(abs(score.end.x) < 2)
    }
  }

  private static func rank(_ segment: String) -> Int {
    DancePhrase.Segment.allCases.firstIndex { $0.rawValue == segment } ?? -1
  }

  @Test func nobodyPausesWhereActionsJoin() {
    let phrase = DancePhrase(parts: [
      .init(.sideStep, segment: .prelude), .init(.chasse, segment: .main),
      .init(.squat, segment: .conclusion),
    ])
    let score = phrase.score(style: PerformerStyle())
    let performance = ScorePerformance(score, person: Person()) { score.time($0) }
    var (body, last) = (PosedBody(), [SIMD3<Float>]())
    for action in score.actions.dropLast() {
      // Within a fifth of a second of the joint something moves faster than 10 cm/s.
      var fastest: Float = 0
      for step in -4...4 {
        body.fill(person: Person(), pose: performance.pose(at: action.end + Double(step) * 0.05))
        if step > -4 {
          fastest = max(fastest, zip(body.joints, last).map { ($0 - $1).length / 0.05 }.max() ?? 0)
        }
        last = body.joints
      }
      #expect(fastest > 0.1, "after \(action.name): \(fastest)")
    }
  }

  @Test func aPerformanceIsFilmedWithItsAnnotation() {
    let performer = Performer(number: 3)
    let performance = SyntheticPerformance(.squat, by: performer)
    let again = SyntheticPerformance(.squat, by: performer)
    let other = SyntheticPerformance(.squat, by: performer, repetition: 2)
    var (first, second, third) = (
      SyntheticStage(camera: .kinect2), SyntheticStage(camera: .kinect2), SyntheticStage(camera: .kinect2)
    )
    performance.film(40, on: &first)
    again.film(40, on: &second)
    other.film(40, on: &third)
    #expect(first.depth == second.depth && first.depth != third.depth)
    #expect(first.silhouette.area > 3000)
    #expect(performance.actions.map(\.name) == ["squat"] && performance.beats.count == 7)
    #expect(abs((performance.actions.first?.end ?? 0) - 6 * 60 / performance.tempo) < 1e-9)
  }

  @Test func theDancerStaysInThePicture() {
    for number in [1, 5] {
      for action in [SyntheticAction.grandJete, .jump, .pitch] {
        let performance = SyntheticPerformance(action, by: Performer(number: number))
        var stage = SyntheticStage(camera: .kinect2)
        for frame in stride(from: 0, to: performance.count, by: 12) {
          performance.film(frame, on: &stage)
          #expect(stage.silhouette.rows.lowerBound > 0 && stage.silhouette.rows.upperBound < 424)
          #expect(stage.silhouette.columns.lowerBound > 0 && stage.silhouette.columns.upperBound < 512)
        }
      }
    }
  }

  @Test func aTakeKeepsItsActionsAndTempo() throws {
    let scratch = try Scratch()
    let action = PerformedAction(
      name: "plié", start: 0.5, end: 4, segment: "main", startBeat: 0, endBeat: 8)
    let description = TakeDescription(
      camera: .kinect2, rate: 30, isSegmented: true, provenance: "test", tempo: 132, actions: [action])
    let path = scratch.file("take.json")
    try description.write(to: path)
    #expect(try TakeDescription(path: path) == description)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("\"start_beat\"") && text.contains("\"plié\""))
    try Data(text.replacing("\"end\" : 4", with: "\"end\" : 0").utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: RecordingError.self) { try TakeDescription(path: path) }
  }
}
