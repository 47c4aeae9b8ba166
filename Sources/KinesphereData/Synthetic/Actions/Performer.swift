/// Somebody who performs actions: a body and a style.
public struct Performer: Sendable {
  /// From 1.
  public let number: Int
  public let isTrained: Bool
  public let person: Person
  public let style: PerformerStyle

  /// The nine of the synthetic sets; the first three are trained dancers.
  public static let count = 9

  /// Performer 1 to 9 of a seed: another seed, other people.
  public init(number: Int, seed: UInt64 = 1) {
    precondition((1...Self.count).contains(number), "performers count from 1 to 9")
    self.number = number
    isTrained = number <= 3
    var generator = SeededGenerator(seed: seed, stream: 11, index: UInt64(number))
    var configuration = Person.Configuration()
    // Practice clothes lie close.
    if isTrained { configuration.thickestClothes = 0.008 }
    person = Person.random(configuration, using: &generator)
    style = PerformerStyle.random(isTrained: isTrained, using: &generator)
  }

  /// The same performer in loose clothes.
  public func wearing(_ outfit: Outfit) -> Performer { Performer(self, person: person.wearing(outfit)) }

  private init(_ other: Performer, person: Person) {
    (number, isTrained, style) = (other.number, other.isTrained, other.style)
    self.person = person
  }

  /// `p1` to `p9`.
  public var name: String { "p\(number)" }
}
