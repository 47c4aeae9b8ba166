// Ten lines: from depth pictures to the dancer's key-points.

import Kinesphere
import KinesphereData

let network = try NetworkWeights.embedded().makePoseNetwork()
let recording = SyntheticRecording(SyntheticSequence(seed: 12), name: "dance")
var frame = recording.makeFrame()
var tracker = PoseTracker(
  network: network, camera: frame.camera,
  detector: .segmented(width: frame.camera.width, height: frame.camera.height))
while try recording.read(into: &frame) == .frame {
  let tracked = try tracker.poses(in: frame)
  if tracked.status == .ok { print(tracked.time, tracked.pose[.leftWrist], tracked.pose.confidence[6]) }
}
