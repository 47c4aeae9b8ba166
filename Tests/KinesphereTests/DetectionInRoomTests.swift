import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

/// The synthetic dancer in a room with Kinect's noise, against the pixels that are truly the dancer's.
@Suite struct DetectionInRoomTests {
  static let room = {
    var room = SyntheticRoom(eyeHeight: Dance.eyeHeight, depth: 4.2, width: 5)
    room.addBox(centre: SIMD3(1.2, -0.7, 3.4), size: SIMD3(0.6, 0.6, 0.6))
    return room
  }()

  /// A detector that has seen the empty room.
  static let taught = {
    var detector = BodyDetector.room(width: 320, height: 240)
    for frame in FilmedDance.empty(room: room, frames: 15, seed: 13) { try? detector.learn(frame) }
    detector.settle()
    return detector
  }()

  @Test(arguments: Dance.allCases)
  func theSilhouetteIsTheDancersToNineteenTwentieths(dance: Dance) throws {
    var generator = SeededGenerator(seed: 11)
    let person = Person.random(using: &generator)
    let film = FilmedDance(dance, seconds: 2, rate: 3, person: person, room: Self.room, seed: 12)
    var detector = Self.taught
    var sum = 0.0
    for index in film.frames.indices {
      #expect(try detector.detect(in: film.frames[index]) == .body)
      let overlap = detector.silhouette.overlap(with: film.silhouettes[index])
      #expect(overlap >= 0.93)
      sum += overlap
    }
    #expect(sum / Double(film.frames.count) >= 0.95)
  }

  @Test func theEmptyRoomHasNobodyInIt() throws {
    var detector = Self.taught
    for frame in FilmedDance.empty(room: Self.room, frames: 10, seed: 14) {
      #expect(try detector.detect(in: frame) == .nobody)
    }
  }

  @Test func aRoomIsLearnedFromAWholeTakeThatTheDancerNeverLeaves() throws {
    // Crossing the room from side to side, nobody covers a pixel half of the time.
    let film = FilmedDance(.sideSteps, seconds: 2, rate: 3, room: Self.room, seed: 15)
    var stage = SyntheticStage()
    var generator = SeededGenerator(seed: 16)
    var frames: [DepthFrame] = []
    for index in 0..<20 {
      let across = Float(index) / 19 * 2.4 - 1.2
      let pose = Dance.arms.pose(at: Double(index) / 4).moved(by: SIMD3(across, 0, 0))
      stage.film(person: Person(), pose: pose, room: Self.room, using: &generator)
      frames.append(stage.frame(at: Double(index) / 30))
    }
    var detector = BodyDetector.room(width: 320, height: 240)
    for frame in frames { try detector.learn(frame) }
    detector.settle()
    for index in film.frames.indices {
      #expect(try detector.detect(in: film.frames[index]) == .body)
      #expect(detector.silhouette.overlap(with: film.silhouettes[index]) >= 0.93)
    }
  }

  @Test func segmentedFramesAreTheDancerAsTheyAre() throws {
    let film = FilmedDance(.walk, seconds: 2, rate: 3, seed: 17)
    var detector = BodyDetector.segmented(width: 320, height: 240)
    for index in film.frames.indices {
      #expect(SegmentationGuess(film.frames[index]).verdict == .segmented)
      try detector.detect(in: film.frames[index])
      #expect(detector.silhouette.overlap(with: film.silhouettes[index]) >= 0.98)
    }
    let room = FilmedDance.empty(room: Self.room, frames: 1, seed: 18)
    #expect(SegmentationGuess(room[0]).verdict == .room)
  }
}
