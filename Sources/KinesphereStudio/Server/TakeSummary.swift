/// A take in the library's list.
struct TakeSummary: Encodable, Sendable {
  let id: Int64
  let name, dancer, notes, provenance: String
  let tags: [String]
  let hasDepth, isTracked, isRecognised: Bool
  let frames, width, height: Int
  let rate, duration, added, changed: Double
  let problem: String?

  init(_ take: CatalogTake, tags: [String]) {
    id = take.id ?? 0
    (name, dancer, notes, provenance) = (take.name, take.dancer, take.notes, take.provenance)
    self.tags = tags
    (hasDepth, isTracked, isRecognised) = (take.hasDepth, take.isTracked, take.isRecognised)
    (frames, width, height) = (take.frames, take.width, take.height)
    (rate, duration, added, changed) = (take.rate, take.duration, take.added, take.changed)
    problem = take.problem
  }
}
