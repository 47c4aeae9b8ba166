import CAllocationCount
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@Suite struct PoseTrackerTests {
  private static let camera = Camera.kinect1

  /// Small networks with numbers from a seed.
  private static func network(_ preset: NetworkWeights.Preset = .crop) throws -> PoseNetwork {
    let lstmcnn = LSTMCNN.Configuration(inputs: NetworkWeights.inputs(of: preset), steps: 10)
    let small = CropEncoder.Configuration(layers: [
      .init(channels: 16, stride: 2), .init(channels: 16, stride: 2),
    ])
    let head = PartSegmenter.Configuration(lowLevelLayer: 0)
    return try PoseNetwork(
      lstmcnn: LSTMCNN(lstmcnn, parameters: .hashed(lstmcnn, seed: 1)),
      encoder: preset == .channels ? nil : CropEncoder(small, parameters: .hashed(small, seed: 2)),
      segmenter: preset != .parts
        ? nil : PartSegmenter(head, encoder: small, parameters: .hashed(head, encoder: small, seed: 3)))
  }

  private static func tracker(
    _ preset: NetworkWeights.Preset = .crop, camera: Camera = camera, room: Bool = false,
    averagesMirror: Bool = false
  ) throws -> PoseTracker {
    let detector: BodyDetector =
      room
      ? .room(width: camera.width, height: camera.height)
      : .segmented(width: camera.width, height: camera.height)
    var network = try network(preset)
    network.averagesMirror = averagesMirror
    return PoseTracker(network: network, camera: camera, detector: detector)
  }

  /// A person who raises the arms and sways, cut out.
  private static let dance: [DepthFrame] = frames(24)

  private static func frames(_ count: Int) -> [DepthFrame] {
    var generator = SeededGenerator(seed: 4)
    let person = Person(height: 1.7)
    let pose = BodyPose.random(using: &generator)
    var stage = SyntheticStage(camera: camera)
    return (0..<count).map { index in
      let sway = Float(index) * 0.01
      stage.film(person: person, pose: pose.moved(by: SIMD3(sway, 0, 2.8)), using: &generator)
      return stage.frame(at: Double(index) / 30)
    }
  }

  private static let blank = DepthFrame(
    depth: Plane(width: 320, height: 240, repeating: 0), camera: camera, time: 0)

  private func bits(_ tracked: TrackedFrame) -> [UInt32] {
    (0..<18).flatMap { point in
      (0..<3).map { tracked.pose.points[point][$0].bitPattern } + [tracked.pose.confidence[point].bitPattern]
    } + (0..<7).map { tracked.channels[$0].bitPattern }
  }

  @Test(arguments: NetworkWeights.Preset.allCases)
  func theSameFramesGiveTheSameBitsAgain(preset: NetworkWeights.Preset) throws {
    var one = try Self.tracker(preset)
    var other = try Self.tracker(preset)
    for frame in Self.dance {
      let first = try one.poses(in: frame)
      #expect(first.status == .ok)
      #expect(bits(first) == bits(try other.poses(in: frame)))
    }
  }

  @Test func theMirrorImageIsLookedAtToo() throws {
    var (one, other) = (try Self.tracker(.parts), try Self.tracker(.parts, averagesMirror: true))
    var parts = [Plane<UInt8>](repeating: Plane(width: 320, height: 240, repeating: 0), count: 2)
    for frame in Self.dance.prefix(3) {
      let (alone, both) = (try one.poses(in: frame), try other.poses(in: frame))
      #expect(alone.pose[.leftWrist] != both.pose[.leftWrist] && both.status == .ok)
      // The parts stay those of the picture itself.
      #expect(one.fillParts(&parts[0]) && other.fillParts(&parts[1]) && parts[0] == parts[1])
    }
  }

  @Test func theWindowRemembers() throws {
    var whole = try Self.tracker()
    var late = try Self.tracker()
    for frame in Self.dance.dropLast() { _ = try whole.poses(in: frame) }
    let last = try #require(Self.dance.last)
    #expect(bits(try whole.poses(in: last)) != bits(try late.poses(in: last)))
  }

  @Test func anUnmirroredCameraGivesTheSameDancerWithXNegated() throws {
    var unmirrored = Self.camera
    unmirrored.isMirrored = false
    var one = try Self.tracker()
    var other = try Self.tracker(camera: unmirrored)
    var unaware = try Self.tracker()
    var (error, errorUnaware) = (Float(0), Float(0))
    for frame in Self.dance {
      var flipped = DepthFrame(depth: frame.depth, camera: unmirrored, time: frame.time)
      for y in 0..<240 { for x in 0..<320 { flipped.depth[x, y] = frame.depth[319 - x, y] } }
      let expected = try one.poses(in: frame).pose
      error += distance(try other.poses(in: flipped).pose, to: expected)
      // The same picture under a camera that is said to mirror: left becomes right.
      flipped.camera = Self.camera
      errorUnaware += distance(try unaware.poses(in: flipped).pose, to: expected)
    }
    // Not equal to the bit: where a cell's boundary is hit exactly, the flipped crop reads the neighbouring pixel.
    let count = Float(Self.dance.count)
    #expect(error / count < 0.02, "\(error / count) m")
    #expect(errorUnaware / count > 0.1, "\(errorUnaware / count) m")
  }

  /// Mean distance in metres of a pose, its x negated, to another.
  private func distance(_ pose: Pose, to other: Pose) -> Float {
    KeyPoint.allCases.reduce(0) { sum, point in
      let offset = pose[point] * SIMD3(-1, 1, 1) - other[point]
      return sum + (offset * offset).sum().squareRoot() / Float(KeyPoint.count)
    }
  }

  @Test func whoLeavesIsNotTrackedAndNobodyIsMadeUp() throws {
    var tracker = try Self.tracker()
    #expect(try tracker.poses(in: Self.dance[0]).status == .ok)
    let gone = try tracker.poses(in: Self.blank)
    #expect(gone.status == .empty && gone.index == 1)
    #expect(gone.pose[.head].x.isNaN && gone.pose.confidence[0] == 0)
    #expect(tracker.silhouette.isEmpty)
  }

  @Test func aRoomWithoutAnyReadingIsDamaged() throws {
    var tracker = try Self.tracker(room: true)
    let room = DepthFrame(
      depth: Plane(width: 320, height: 240, repeating: 4_000), camera: Self.camera, time: 0)
    #expect(try tracker.poses(in: room).status == .learning)
    tracker.settle()
    #expect(try tracker.poses(in: room).status == .empty)
    #expect(try tracker.poses(in: Self.blank).status == .damaged)
  }

  @Test func damagedFramesKeepTheNumbering() throws {
    var tracker = try Self.tracker()
    #expect(try tracker.poses(in: Self.dance[0]).index == 0)
    #expect(tracker.skipDamaged(time: 0.03).index == 1)
    #expect(try tracker.poses(in: Self.dance[1]).index == 2)
  }

  @Test func aFrameOfAnotherCameraIsRefused() throws {
    var tracker = try Self.tracker()
    let other = DepthFrame(
      depth: Plane(width: 160, height: 120, repeating: 0),
      camera: Self.camera.scaled(toWidth: 160, height: 120),
      time: 0)
    #expect(throws: TrackingError.otherCamera(expected: Self.camera, actual: other.camera)) {
      try tracker.poses(in: other)
    }
  }

  @Test func networksThatDoNotBelongTogetherAreRefused() throws {
    let lstmcnn = LSTMCNN.Configuration(inputs: 7)
    let small = CropEncoder.Configuration(layers: [.init(channels: 16, stride: 2)])
    #expect(throws: NetworkMismatch.self) {
      try PoseNetwork(
        lstmcnn: LSTMCNN(lstmcnn, parameters: .hashed(lstmcnn, seed: 1)),
        encoder: CropEncoder(small, parameters: .hashed(small, seed: 2)))
    }
  }

  @Test func aSegmenterNeedsTheEncoderThatItWasMadeFor() throws {
    let parts = try Self.network(.parts)
    let other = CropEncoder.Configuration(layers: [.init(channels: 16, stride: 2)])
    let encoder = try CropEncoder(other, parameters: .hashed(other, seed: 2))
    #expect(
      throws: NetworkMismatch.configuration(
        field: "parts", expected: "for the encoder beside it", actual: "for another")
    ) { try PoseNetwork(lstmcnn: parts.lstmcnn, encoder: encoder, segmenter: parts.segmenter) }
    #expect(
      throws: NetworkMismatch.configuration(
        field: "lstmcnn.inputs", expected: "79 with an encoder", actual: "205")
    ) { try PoseNetwork(lstmcnn: parts.lstmcnn, encoder: parts.encoder) }
    #expect(throws: NetworkMismatch.self) {
      try PoseNetwork(lstmcnn: parts.lstmcnn, encoder: nil, segmenter: parts.segmenter)
    }
  }

  /// Rows, columns and pixels alone, walls and the sensor's extremes, before cameras of all focal lengths.
  @Test(arguments: [1, 20, 285.63, 3_000, 100_000] as [Float], [UInt16(1), 700, 6_000, 65_535])
  func oddPicturesNeverTrap(focal: Float, depth: UInt16) throws {
    var camera = Self.camera
    camera.focalX = focal
    camera.focalY = focal
    var tracker = try Self.tracker(.parts, camera: camera)
    let shapes: [(Int, Int) -> Bool] = [
      { _, y in y == 100 }, { x, _ in x == 160 }, { x, y in x == 0 && y == 0 }, { _, _ in true },
      { x, y in (x + y) % 2 == 0 }, { _, y in y == 0 }, { _, y in y == 239 }, { x, _ in x == 319 },
      { x, y in (100..<180).contains(x) && (60..<200).contains(y) }, { _, y in y < 2 },
    ]
    for (index, shape) in shapes.enumerated() {
      var frame = DepthFrame(
        depth: Plane(width: 320, height: 240, repeating: 0), camera: camera, time: Double(index))
      for y in 0..<240 { for x in 0..<320 where shape(x, y) { frame.depth[x, y] = depth } }
      let tracked = try tracker.poses(in: frame)
      for channel in 0..<7 where tracked.status == .ok { #expect(tracked.channels[channel].isFinite) }
    }
  }

  /// The tracker's way step by step, each window given whole.
  @Test func withPartsTheStreamGivesTheBitsOfWindowsGivenWhole() throws {
    let network = try Self.network(.parts)
    var tracker = try Self.tracker(.parts)
    var (detector, channels) = (
      BodyDetector.segmented(width: 320, height: 240), MotionChannels(width: 320, height: 240)
    )
    var (cutter, crop) = (DepthCrop(), [Float](repeating: 1, count: DepthCrop.size * DepthCrop.size))
    var (encoder, segmenter) = (try #require(network.encoder), try #require(network.segmenter))
    var observations: [[Float]] = []
    for frame in Self.dance {
      #expect(try detector.detect(in: frame) == .body)
      let seven = channels.update(detector.silhouette, in: frame)
      let centre = try #require(cutter.fill(&crop, from: frame, silhouette: detector.silhouette))
      let estimate = encoder.estimate(crop)
      let parts = segmenter.observe(crop, encoder)
      let points = (0..<18).flatMap { point in (0..<3).map { estimate.points[point][$0] } }
      let scales = (0..<18).map { estimate.scales[$0] }
      let places = (0..<126).map { parts.numbers[$0] }
      #expect((0..<18).contains { parts.confidence(ofPart: $0) == 1 })
      observations.append(points + scales + places + (0..<7).map { seven[$0] })
      var window = LSTMCNN.Window(of: network.lstmcnn)
      window.fill(observations.suffix(10).flatMap { $0 })
      var output = [Float](repeating: 0, count: LSTMCNN.outputs)
      window.output(into: &output)
      let tracked = try tracker.poses(in: frame)
      for point in 0..<18 {
        let residual = SIMD3(output[point * 3], output[point * 3 + 1], output[point * 3 + 2])
        #expect(tracked.pose.points[point] == estimate.points[point] + residual + centre)
        #expect(tracked.pose.confidence[point] == estimate.confidence[point])
      }
    }
  }

  @Test func thePartsOfTheLastFrameAreThoseOfItsSilhouette() throws {
    let network = try Self.network(.parts)
    var tracker = try Self.tracker(.parts)
    var (encoder, segmenter) = (try #require(network.encoder), try #require(network.segmenter))
    var picture = Plane<UInt8>(width: 320, height: 240, repeating: 77)
    var isFilled = tracker.fillParts(&picture)
    #expect(!isFilled)
    #expect(picture.storage.allSatisfy { $0 == 77 })
    var (cutter, crop) = (DepthCrop(), [Float](repeating: 1, count: DepthCrop.size * DepthCrop.size))
    let frame = Self.dance[3]
    #expect(try tracker.poses(in: frame).status == .ok)
    isFilled = tracker.fillParts(&picture)
    #expect(isFilled)
    _ = cutter.fill(&crop, from: frame, silhouette: tracker.silhouette)
    _ = encoder.estimate(crop)
    segmenter.segment(encoder)
    var cells = Plane<UInt8>(width: DepthCrop.size, height: DepthCrop.size, repeating: 0)
    segmenter.fillParts(&cells)
    let said = Set(cells.storage)
    for place in picture.storage.indices {
      let isBody = tracker.silhouette.mask.storage[place] != 0
      #expect(isBody ? said.contains(picture.storage[place]) : picture.storage[place] == 18)
    }
    #expect(Set(picture.storage).count > 1)
    // Nobody: nothing is said of them.
    let empty = DepthFrame(
      depth: Plane(width: 320, height: 240, repeating: 0), camera: Self.camera, time: frame.time + 1)
    _ = try tracker.poses(in: empty)
    isFilled = tracker.fillParts(&picture)
    #expect(!isFilled)
    var plain = try Self.tracker(.crop)
    _ = try plain.poses(in: frame)
    isFilled = plain.fillParts(&picture)
    #expect(!isFilled)
  }

  @Test func theStagesAddUpToTheFrame() throws {
    for preset in [NetworkWeights.Preset.crop, .parts] {
      nonisolated(unsafe) var now: UInt64 = 0
      var tracker = PoseTracker(
        network: try Self.network(preset), camera: Self.camera, detector: .segmented(width: 320, height: 240)
      ) {
        now += 10
        return now
      }
      let durations = try tracker.poses(in: Self.dance[0]).durations
      #expect(
        TrackingStage.allCases.allSatisfy { durations[$0] == ($0 == .parts && preset == .crop ? 0 : 10) })
      #expect(durations.total == (preset == .crop ? 50 : 60))
    }
  }

  @Test(
    .enabled(if: ks_counts_allocations()), arguments: [true, false], [NetworkWeights.Preset.crop, .parts])
  func afterWarmUpAFrameAllocatesNothing(room: Bool, preset: NetworkWeights.Preset) throws {
    var tracker = try Self.tracker(preset, room: room, averagesMirror: preset == .parts)
    var frames = Self.dance
    if room {
      for index in frames.indices {
        for place in frames[index].depth.storage.indices where frames[index].depth.storage[place] == 0 {
          frames[index].depth.storage[place] = 4_000
        }
      }
      try tracker.learn(
        DepthFrame(depth: Plane(width: 320, height: 240, repeating: 4_000), camera: Self.camera, time: 0))
      tracker.settle()
    }
    for frame in frames { _ = try tracker.poses(in: frame) }
    var found = 0
    let before = ks_allocation_count()
    let keptBefore = ks_bytes_in_use()
    for frame in frames where try tracker.poses(in: frame).status == .ok { found += 1 }
    let after = ks_allocation_count()
    #expect(found == frames.count)
    // Without optimisation generic code makes boxes on the heap and frees them again.
    if Self.isOptimised {
      #expect(after == before, "\(after - before) allocations in \(frames.count) frames")
    }
    #expect(ks_bytes_in_use() <= keptBefore, "\(ks_bytes_in_use() - keptBefore) bytes stay")
    // The counters count: an array on the heap is seen.
    let array = [Int](repeating: found, count: 1_000)
    #expect(ks_allocation_count() > after && ks_bytes_in_use() >= keptBefore + 8_000 && array.count == 1_000)
  }

  /// `assert` runs in builds without optimisation only.
  private static let isOptimised: Bool = {
    var isOptimised = true
    assert(
      {
        isOptimised = false
        return true
      }())
    return isOptimised
  }()
}
