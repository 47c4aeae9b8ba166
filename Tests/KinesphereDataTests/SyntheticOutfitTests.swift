import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticOutfitTests {
  private static func outfit(skirt: Float? = nil, trousers: Float = 0, jacket: Float? = nil) -> Outfit {
    var outfit = Outfit()
    (outfit.skirt, outfit.trousers, outfit.jacket) = (skirt, trousers, jacket)
    return outfit
  }

  /// Legs apart, two metres and a half before a level camera at the pelvis' height.
  private static func film(_ person: Person) -> SyntheticStage {
    var pose = BodyPose.standing
    pose.left.thigh = SIMD3(-0.3, -1, 0).normalised
    pose.right.thigh = SIMD3(0.3, -1, 0).normalised
    (pose.left.shank, pose.right.shank) = (pose.left.thigh, pose.right.thigh)
    var (stage, generator) = (SyntheticStage(), SeededGenerator(seed: 1))
    stage.film(
      person: person, pose: pose.moved(by: SIMD3(0, 0, 2.5)), noise: .none, using: &generator)
    return stage
  }

  @Test func aSkirtHidesTheForkOfTheLegs() {
    // Half-way down the thighs, between the legs.
    let row = 120 + Int(285.63 * 0.28 / 2.5)
    let (bare, skirted) = (
      Self.film(Person()), Self.film(Person().wearing(Self.outfit(skirt: 0.5)))
    )
    #expect(bare.depth.storage[row * 320 + 160] == 0)
    let reading = skirted.depth.storage[row * 320 + 160]
    #expect(reading > 2000 && reading < 2500)
    // The knees are below its hem, the hips behind it.
    #expect(skirted.truth.confidence[KeyPoint.leftAnkle.rawValue] == 1)
    #expect(skirted.silhouette.area > bare.silhouette.area)
  }

  @Test func noOutfitChangesNothing() {
    let (bare, same) = (Self.film(Person()), Self.film(Person().wearing(.none)))
    #expect(bare.depth == same.depth)
  }

  @Test func trousersStandOffMostAtTheAnkle() {
    let (bare, loose) = (Person(), Person().wearing(Self.outfit(trousers: 0.05)))
    func moved(_ segment: BodySegment) -> Float {
      let skin = Body.shared.heaviest.indices.filter { Body.shared.heaviest[$0] == segment }
      return skin.map { (bare.vertices[$0] - loose.vertices[$0]).length }.reduce(0, +) / Float(skin.count)
    }
    #expect(moved(.leftShank) > moved(.leftThigh) && moved(.leftThigh) > 0.015)
    #expect(moved(.leftForearm) == 0 && moved(.head) == 0)
  }

  @Test func aSpinRaisesTheHemAndMovementLeavesItBehind() {
    let person = Person().wearing(Self.outfit(skirt: 0.5))
    func hem(_ drape: Drape) -> [SIMD3<Float>] {
      var (body, pose) = (PosedBody(), BodyPose.standing)
      pose.drape = drape
      body.fill(person: person, pose: pose)
      return Array(body.vertices.suffix(Hem.directions))
    }
    func lowest(_ points: [SIMD3<Float>]) -> Float { points.map(\.y).min() ?? 0 }
    func mean(_ points: [SIMD3<Float>]) -> Float { points.map(\.x).reduce(0, +) / Float(points.count) }
    let (still, spun) = (hem(Drape()), hem(Drape(spin: 9)))
    #expect(lowest(spun) > lowest(still) + 0.1)
    #expect(abs(mean(hem(Drape(lag: SIMD3(0.1, 0, 0)))) - mean(still) - 0.1) < 1e-3)
  }

  @Test func onePosedBodyTakesPeopleWithAndWithoutCloth() {
    var body = PosedBody()
    for person in [Person(), Person().wearing(Self.outfit(jacket: 0.2)), Person()] {
      body.fill(person: person, pose: .standing)
      #expect(body.vertices.count == person.vertices.count + (person.hem == nil ? 0 : Hem.vertexCount))
      #expect(body.clothFaces.isEmpty == (person.hem == nil))
      #expect(body.clothFaces.allSatisfy { Int($0) < body.vertices.count })
    }
  }
}
