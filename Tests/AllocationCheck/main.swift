// Tracks the synthetic dancer with optimisation on, cut out and in a room, from raw bytes to printed lines, and fails where
// a frame after the warm-up allocates on the heap. Debug builds box generic values there, so the tests cannot tell.
import CAllocationCount
import Foundation
import Kinesphere
import KinesphereData

/// The frames of a dance with a number of seconds, as raw pixels in a file.
func film(inRoom: Bool, to path: String) throws -> Camera {
  var configuration = SyntheticSequence.Configuration()
  configuration.fewestFrames = 90
  configuration.mostFrames = 90
  configuration.roomShare = inRoom ? 1 : 0
  let sequence = SyntheticSequence(seed: 5, configuration: configuration)
  var stage = SyntheticStage(camera: sequence.camera)
  var bytes = Data()
  for index in 0..<sequence.count {
    sequence.film(index, on: &stage)
    for value in stage.depth.storage {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
  try bytes.write(to: URL(fileURLWithPath: path))
  return sequence.camera
}

/// Allocations of the last sixty frames.
func allocations(inRoom: Bool) throws -> Int {
  let path = NSTemporaryDirectory() + "/kinesphere-allocations-\(getpid()).raw"
  defer { unlink(path) }
  let camera = try film(inRoom: inRoom, to: path)
  let descriptor = open(path, O_RDONLY)
  defer { close(descriptor) }
  let recording = try RawStreamRecording(
    fileDescriptor: descriptor, camera: camera, unit: .millimetre, rate: 30, isSegmented: !inRoom)
  let output = try OutputFile(path: "/dev/null")
  let network = try NetworkWeights.embedded().makePoseNetwork()
  let detector: BodyDetector =
    inRoom
    ? .room(width: camera.width, height: camera.height)
    : .segmented(width: camera.width, height: camera.height)
  var tracker = PoseTracker(network: network, camera: camera, detector: detector)
  var frame = recording.makeFrame()
  var before = 0
  for index in 0..<90 {
    if index == 40 { before = ks_allocation_count() }
    guard try recording.read(into: &frame) == .frame else { break }
    let tracked = try tracker.poses(in: frame)
    try output.append { $0.append(frameLine: tracked) }
    try output.flush()
  }
  return ks_allocation_count() - before
}

guard ks_counts_allocations() else {
  print("allocations: not counted on this platform")
  exit(0)
}
var isClean = true
for inRoom in [false, true] {
  let count = try allocations(inRoom: inRoom)
  print("allocations: \(count) in 50 frames, \(inRoom ? "in a room" : "cut out")")
  if count > 0 { isClean = false }
}
exit(isClean ? 0 : 1)
