// Tracks the synthetic dancer with optimisation on, cut out and in a room, from raw bytes to printed lines, and fails where
// a frame after the warm-up allocates on the heap. Debug builds box generic values there, so the tests cannot tell.
import CAllocationCount
import Foundation
import Kinesphere
import KinesphereData
import _KinesphereTestSupport

/// The shipped networks, or those of the preset `parts` with numbers from a seed.
func network(hasParts: Bool) throws -> PoseNetwork {
  guard hasParts else { return try NetworkWeights.embedded().makePoseNetwork() }
  let (lstmcnn, encoder) = (LSTMCNN.Configuration(inputs: 205), CropEncoder.Configuration())
  let head = PartSegmenter.Configuration()
  return try PoseNetwork(
    lstmcnn: LSTMCNN(lstmcnn, parameters: .hashed(lstmcnn, seed: 1)),
    encoder: CropEncoder(encoder, parameters: .hashed(encoder, seed: 2)),
    segmenter: PartSegmenter(head, encoder: encoder, parameters: .hashed(head, encoder: encoder, seed: 3)))
}

/// Frames of the room alone, if there is one, then 90 of a dance, as raw pixels in a file.
func film(inRoom: Bool, to path: String) throws -> Camera {
  var configuration = SyntheticSequence.Configuration()
  configuration.fewestFrames = 90
  configuration.mostFrames = 90
  configuration.roomShare = inRoom ? 1 : 0
  let sequence = SyntheticSequence(seed: 5, configuration: configuration)
  var stage = SyntheticStage(camera: sequence.camera)
  var bytes = Data()
  var generator = SeededGenerator(seed: 6)
  for index in (inRoom ? -30 : 0)..<sequence.count {
    if index >= 0 {
      sequence.film(index, on: &stage)
    } else {
      // The dancer waits behind the camera.
      stage.camera = sequence.camera
      stage.film(
        person: sequence.person, pose: BodyPose.standing.moved(by: SIMD3(0, 0, -5)), room: sequence.room,
        using: &generator)
    }
    for value in stage.depth.storage {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
  try bytes.write(to: URL(fileURLWithPath: path))
  return sequence.camera
}

/// Allocations of the last fifty frames; all of them must show the dancer.
func allocations(inRoom: Bool, hasParts: Bool) throws -> Int {
  let path = NSTemporaryDirectory() + "/kinesphere-allocations-\(getpid()).raw"
  defer { unlink(path) }
  let camera = try film(inRoom: inRoom, to: path)
  let descriptor = open(path, O_RDONLY)
  defer { close(descriptor) }
  let recording = try RawStreamRecording(
    fileDescriptor: descriptor, camera: camera, unit: .millimetre, rate: 30, isSegmented: !inRoom)
  let output = try OutputFile(path: "/dev/null")
  let detector: BodyDetector =
    inRoom
    ? .room(width: camera.width, height: camera.height)
    : .segmented(width: camera.width, height: camera.height)
  var tracker = PoseTracker(network: try network(hasParts: hasParts), camera: camera, detector: detector)
  var frame = recording.makeFrame()
  var parts = Plane<UInt8>(width: camera.width, height: camera.height, repeating: 0)
  let last = inRoom ? 120 : 90
  var (before, found) = (0, 0)
  for index in 0..<last {
    if index == last - 50 { before = ks_allocation_count() }
    guard try recording.read(into: &frame) == .frame else { break }
    let tracked = try tracker.poses(in: frame)
    _ = tracker.fillParts(&parts)
    if index >= last - 50 && tracked.status == .ok { found += 1 }
    try output.append { $0.append(frameLine: tracked) }
    try output.flush()
  }
  let count = ks_allocation_count() - before
  guard found == 50 else {
    print("allocations: expected the dancer in 50 frames, but \(found) show one")
    exit(1)
  }
  return count
}

guard ks_counts_allocations() else {
  print("allocations: not counted on this platform")
  exit(0)
}
var isClean = true
for (inRoom, hasParts) in [(false, false), (true, false), (false, true), (true, true)] {
  let count = try allocations(inRoom: inRoom, hasParts: hasParts)
  print(
    "allocations: \(count) in 50 frames, \(inRoom ? "in a room" : "cut out")\(hasParts ? ", with parts" : "")"
  )
  if count > 0 { isClean = false }
}
for (name, count) in try DetectorAllocations.count() {
  print("allocations: \(count) in 16 frames, \(name)")
  if count > 0 { isClean = false }
}
if let count = PostureAllocations.count() {
  print("allocations: \(count) in 200 frames, posture reviewed")
  if count > 0 { isClean = false }
} else {
  print("allocations: expected a plié to be judged, but none was")
  isClean = false
}
for (name, count) in try LiveAllocations.count() {
  print("allocations: \(count) in 50 frames, \(name)")
  if count > 0 { isClean = false }
}
exit(isClean ? 0 : 1)
