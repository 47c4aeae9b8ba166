import CAllocationCount
import Kinesphere
import KinesphereData
import KinesphereExport

/// Heap allocations of what follows the tracker in a live stream: the filter and its cost, OSC, VMC, over the last frames of
/// a dance.
enum LiveAllocations {
  private static let warm = 40
  private static let counted = 50

  static func count() throws -> [(name: String, count: Int)] {
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = warm + counted
    configuration.mostFrames = warm + counted
    let sequence = SyntheticSequence(seed: 5, configuration: configuration)
    let truth = sequence.truth()
    let frames = truth.poses.indices.map { index in
      var tracked = TrackedFrame(index: index, time: truth.times[index], status: .ok)
      tracked.pose = truth.poses[index]
      return tracked
    }
    var (filter, cost) = (PoseFilter(), FilterCost())
    var (oscWriter, vmcWriter) = (OSCWriter(), OSCWriter())
    let keyPoints = KeyPointMessages()
    var avatar = VMCMessages(isMirrored: sequence.camera.isMirrored)
    return [
      (
        "filter and its cost",
        count(frames) { tracked in
          let smooth = filter.filter(tracked.pose, at: tracked.time)
          cost.add(raw: tracked.pose, filtered: smooth, at: tracked.time)
        }
      ),
      (
        "key-points as OSC",
        count(frames) { tracked in
          oscWriter.start()
          keyPoints.write(tracked, to: &oscWriter)
        }
      ),
      (
        "an avatar as VMC",
        count(frames) { tracked in
          vmcWriter.start()
          avatar.write(tracked, to: &vmcWriter)
        }
      ),
    ]
  }

  private static func count(_ frames: [TrackedFrame], _ body: (TrackedFrame) -> Void) -> Int {
    for frame in frames[..<warm] { body(frame) }
    let before = ks_allocation_count()
    for index in warm..<warm + counted { body(frames[index]) }
    return ks_allocation_count() - before
  }
}
