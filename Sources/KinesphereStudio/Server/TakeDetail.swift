import Kinesphere
import KinesphereMovement

/// What the player reads before it shows a take.
struct TakeDetail: Encodable, Sendable {
  let take: TakeSummary
  let camera: Camera?
  let weights: String?
  let columns: Int
  let keypoints: [String]
  /// Place of each key-point's parent; -1 for the pelvis.
  let parents: [Int]
  let channels, channelUnits, angles: [String]
  let actions: [TakeAction]
  let phrases: [Phrase]
  let features: [TakeFeature]
}
