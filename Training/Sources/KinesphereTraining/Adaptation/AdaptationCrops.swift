import Foundation
import Kinesphere
import KinesphereData

/// Crops of any recordings, with the key-points of some frames where a skeleton lies beside them.
struct AdaptationCrops {
  /// Every n-th frame is read; every n-th frame that is read keeps its label, 0: none.
  var every = 1
  var labelEvery = 0
  /// How a data set's skeletons are matched to the depth.
  var labelTiming = LabelTiming.asRecorded
  /// What the files do not say of themselves.
  var options = RecordingOptions()
  /// Asked at every frame; true ends the reading with an error.
  var shouldStop: () -> Bool = { false }
  /// What the labels must be of.
  var skeleton = NetworkWeights.Skeleton.anatomical

  /// Reads so many frames that about `wanted` of all the recordings remain.
  mutating func spread(_ recordings: [String], wanted: Int) throws {
    let frames = try recordings.reduce(0) {
      try $0 + (Recordings.open(path: $1, options: options).header.frameCount ?? 0)
    }
    every = max(1, frames / wanted)
  }

  /// The crops of one recording; labelled frames apart. `before` frames of other recordings were read: the n-th of all keeps
  /// its label, not the first of each.
  func read(_ path: String, before: Int) throws -> (labelled: CropSet, all: CropSet) {
    let recording = try Recordings.open(path: path, options: options)
    var labels: SkeletonLabels?
    if labelEvery > 0 {
      labels = try SkeletonLabels.beside(
        path, rate: recording.header.rate ?? 30, timing: labelTiming)
      guard labels != nil else {
        throw TrainingError(
          .data, at: path, expected: "key-points beside it (or no --label-every)", actual: "there are none")
      }
    }
    if let labels, (labels.convention == .anatomical) != (skeleton == .anatomical) {
      throw TrainingError(
        .data, at: path,
        expected:
          "key-points of the \(skeleton.rawValue) skeleton, as the weights' are (--start names others)",
        actual: "they are of another")
    }
    var (labelled, all) = (CropSet(), CropSet())
    let name = CropSet.Sequence(name: recording.header.name, subject: 0, action: 0)
    (labelled.sequences, all.sequences) = ([name], [name])
    var detector = try detector(path, recording.header)
    var cutter = DepthCrop()
    var crop = [Float](repeating: 1, count: CropSet.pixels)
    var frame = recording.makeFrame()
    let unknown = Pose(points: [SIMD3<Float>](repeating: SIMD3(repeating: .nan), count: KeyPoint.count))
    var number = -1
    while true {
      let outcome = try recording.read(into: &frame)
      number += 1
      if outcome == .end { break }
      if shouldStop() {
        throw TrainingError(
          .run, at: path, expected: "to read it whole",
          actual: "it was stopped at frame \(number); nothing was written")
      }
      guard outcome == .frame, number % every == 0 else { continue }
      guard try detector.detect(in: frame) == .body,
        let centre = cutter.fill(&crop, from: frame, silhouette: detector.silhouette)
      else { continue }
      let origin = CropSet.Origin(sequence: 0, frame: number)
      let isMirrored = frame.camera.isMirrored
      all.append(crop: crop, centre: centre, pose: unknown, isMirrored: isMirrored, origin: origin)
      guard let motion = labels?.motion, (before + all.count) % labelEvery == 0, number < motion.count,
        KeyPoint.allCases.contains(where: { motion.poses[number][$0].sum().isFinite })
      else { continue }
      labelled.append(
        crop: crop, centre: centre, pose: motion.poses[number], isMirrored: isMirrored, origin: origin)
    }
    guard all.count > 0 else {
      throw TrainingError(
        .data, at: path, expected: "frames that show a dancer", actual: "none of its \(number) does")
    }
    return (labelled, all)
  }

  /// For a cut-out recording, or with the room learned from the whole of it.
  private func detector(_ path: String, _ header: RecordingHeader) throws -> BodyDetector {
    if header.isSegmented { return .segmented(width: header.width, height: header.height) }
    var detector = BodyDetector.room(
      width: header.width, height: header.height, background: RoomSchedule.background)
    let recording = try Recordings.open(path: path, options: options)
    let schedule = RoomSchedule(frameCount: header.frameCount, rate: header.rate)
    var frame = recording.makeFrame()
    for index in 0..<schedule.reach {
      let outcome = try recording.read(into: &frame)
      if outcome == .end { break }
      if outcome == .frame, schedule.teaches(index) { try detector.learn(frame) }
    }
    detector.settle()
    return detector
  }
}
