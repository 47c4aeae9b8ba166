import Kinesphere
import KinesphereData
import Testing

/// A room of boxes before a wall at 3.2 m, on a floor that comes nearer, 96 x 72 units wide, seen with noise at 64 x 48.
private struct BoxRoom {
  static let width = 64
  static let height = 48
  private static let noise: [Float] = {
    var generator = SeededGenerator(seed: 20)
    return (0..<9973).map { _ in generator.normal() }
  }()
  var generator = SeededGenerator(seed: 21)
  /// Where the camera looks, in units.
  var knock = (x: 0, y: 0) { didSet { build() } }
  /// Millimetres added to every reading.
  var step: Float = 0
  /// Whether the door is open, its columns and rows are `door`, and the corridor is 2 m behind.
  var isOpen = false { didSet { build() } }
  static let door = (columns: 66..<78, rows: 14..<52)
  /// The light on the gray picture.
  var light = RoomLight()

  private static let boxes: [(columns: Range<Int>, rows: Range<Int>, depth: Float, level: Float)] = [
    (4..<20, 30..<58, 2500, 60), (40..<50, 8..<20, 2900, 150), (26..<34, 44..<60, 2300, 180),
    (84..<94, 4..<40, 2700, 40), (54..<62, 36..<54, 2600, 130), (8..<30, 2..<12, 3000, 170),
    (-20 ..< -6, 10..<60, 2400, 90), (100..<116, 20..<70, 2400, 160),
  ]

  private var depths: [Float] = []
  private var levels: [Float] = []

  init() { build() }

  private mutating func build() {
    let pixels = (0..<Self.width * Self.height).map { index in
      surface(index % Self.width * 3 / 2 + knock.x, index / Self.width * 3 / 2 + knock.y)
    }
    depths = pixels.map(\.depth)
    levels = pixels.map(\.level)
  }

  private func surface(_ x: Int, _ y: Int) -> (depth: Float, level: Float) {
    let floor = 3200 - Float(max(y - 56, 0)) * 40
    var result: (Float, Float) = (min(3200, floor), 95 + 30 * Float((x / 9 + y / 7) % 3))
    for box in Self.boxes where box.columns.contains(x) && box.rows.contains(y) && box.depth < result.0 {
      result = (box.depth, box.level)
    }
    if isOpen, Self.door.columns.contains(x), Self.door.rows.contains(y) { result = (5200, 20) }
    return result
  }

  /// The dancer is a box of 12 x 36 units at `left`, 2 m away and almost white; none where nil.
  static func isBody(_ index: Int, at left: Int?) -> Bool {
    guard let left else { return false }
    let x = index % width * 3 / 2, y = index / width * 3 / 2
    return x >= left && x < left + 12 && y >= 20 && y < 56
  }

  mutating func film(body: Int? = nil) -> DepthFrame {
    var plane = Plane<UInt16>(width: Self.width, height: Self.height, repeating: 0)
    let noise = Self.noise, start = generator.index(below: noise.count)
    for index in plane.storage.indices {
      let seen = Self.isBody(index, at: body) ? 2000 : depths[index]
      let normal = noise[(start + index) % noise.count]
      // Some readings are lost.
      if normal > 2 { continue }
      plane.storage[index] = UInt16(seen + step + 1.42e-6 * seen * seen * normal)
    }
    let camera = Camera(
      width: Self.width, height: Self.height, focalX: 60, focalY: 60, centreX: 32, centreY: 24,
      isMirrored: true)
    return DepthFrame(depth: plane, camera: camera, time: 0)
  }

  mutating func shine(body: Int? = nil, channelCount: Int = 1) -> VideoFrame {
    var frame = VideoFrame(width: Self.width, height: Self.height, channelCount: channelCount)
    let noise = Self.noise
    for channel in 0..<channelCount {
      // Redder, greener, bluer.
      let colour = light.gain * (1 - 0.1 * Float(channel)), start = generator.index(below: noise.count)
      var plane = frame.channels[channel]
      for index in plane.storage.indices {
        let level = Self.isBody(index, at: body) ? 235 : levels[index]
        let lit = colour * level + light.offset + 2 * noise[(start + index) % noise.count]
        plane.storage[index] = UInt8(min(max(lit, 0), 255))
      }
      frame.channels[channel] = plane
    }
    return frame
  }

  static func overlap(_ mask: PixelMask, body: Int?) -> Float {
    var both = 0, either = 0
    for index in 0..<width * height {
      let isBody = isBody(index, at: body), isMarked = mask[index % width, index / width]
      if isBody && isMarked { both += 1 }
      if isBody || isMarked { either += 1 }
    }
    return either == 0 ? 1 : Float(both) / Float(either)
  }
}

private let following = RoomFollowing(interval: 5, absorption: 150, uncovering: 5)
private let watching: RoomWatching = {
  var result = RoomWatching()
  result.relearning = 15
  return result
}()

@Suite struct BackgroundEventsTests {
  private func follower(_ room: inout BoxRoom, _ method: BackgroundMethod) -> DepthRoomFollower {
    var result = DepthRoomFollower(
      width: BoxRoom.width, height: BoxRoom.height,
      configuration: .init(method: method, capacity: 10, following: following), watching: watching)
    for _ in 0..<15 { result.learn(room.film()) }
    result.settle()
    return result
  }

  private func grayFollower(
    _ room: inout BoxRoom, _ method: BackgroundMethod, channelCount: Int = 1
  ) -> VideoRoomFollower {
    var result = VideoRoomFollower(
      width: BoxRoom.width, height: BoxRoom.height, channelCount: channelCount,
      configuration: .init(method: method, capacity: 10, following: following), watching: watching)
    for _ in 0..<15 { result.learn(room.shine(channelCount: channelCount)) }
    result.settle()
    return result
  }

  @Test func nothingHappensInAQuietRoomWithADancer() {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var depth = follower(&room, .median), gray = grayFollower(&room, .median)
    for index in 0..<60 {
      let body = 10 + index
      let seen = room.film(body: body)
      depth.markForeground(of: seen, in: &mask)
      #expect(BoxRoom.overlap(mask, body: body) > 0.95)
      depth.update(with: seen, foreground: mask)
      let shown = room.shine(body: body)
      gray.markForeground(of: shown, in: &mask)
      #expect(BoxRoom.overlap(mask, body: body) > 0.95)
      gray.update(with: shown, foreground: mask)
      #expect(depth.events.isEmpty && gray.events.isEmpty)
    }
  }

  @Test(arguments: [BackgroundMethod.median, .mixture], [-60, -20, 20, 60] as [Float])
  func aSensorThatSettlesIsFollowedInOneFrame(method: BackgroundMethod, step: Float) {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var model = follower(&room, method)
    room.step = step
    let first = room.film(body: 30)
    model.markForeground(of: first, in: &mask)
    model.update(with: first, foreground: mask)
    guard case .sensorSettled(let millimetres) = model.events.first else {
      Issue.record("\(model.events) is not a step of \(step)")
      return
    }
    #expect(abs(Float(millimetres) - step) <= 3)
    for index in 0..<20 {
      let frame = room.film(body: 31 + index)
      model.markForeground(of: frame, in: &mask)
      #expect(BoxRoom.overlap(mask, body: 31 + index) > 0.95, "\(method), frame \(index)")
      model.update(with: frame, foreground: mask)
      #expect(model.events.isEmpty)
    }
  }

  @Test(arguments: [BackgroundMethod.leastMedian, .mixture])
  func aDriftOfThirtyMillimetresIsFollowed(method: BackgroundMethod) {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var model = follower(&room, method)
    for index in 0..<150 {
      room.step = -Float(index) / 5
      let frame = room.film(body: 40)
      model.markForeground(of: frame, in: &mask)
      #expect(BoxRoom.overlap(mask, body: 40) > 0.92, "\(method), frame \(index)")
      model.update(with: frame, foreground: mask)
      for event in model.events {
        guard case .drifted(let millimetres) = event else {
          Issue.record("\(event) is no drift")
          continue
        }
        #expect(millimetres < 0)
      }
    }
  }

  @Test(arguments: [BackgroundMethod.median, .mixture])
  func aKnockedCameraIsNoticedAndTheRoomLearnedAgain(method: BackgroundMethod) {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var depth = follower(&room, method), gray = grayFollower(&room, method)
    for index in 0..<5 {
      let (seen, shown) = (room.film(body: index), room.shine(body: index))
      depth.markForeground(of: seen, in: &mask)
      depth.update(with: seen, foreground: mask)
      gray.markForeground(of: shown, in: &mask)
      gray.update(with: shown, foreground: mask)
    }
    room.knock = (6, 3)
    var depthEvents: [[BackgroundEvent]] = [], grayEvents = depthEvents
    for index in 0..<40 {
      // The dancer walks, and never covers a pixel for half of the frames.
      let body = index * 2
      let (seen, shown) = (room.film(body: body), room.shine(body: body))
      depth.markForeground(of: seen, in: &mask)
      if (7..<19).contains(index) { #expect(mask.count == 0) }
      // A mixture takes for the room what it saw in more than a tenth of the frames: the dancer's way till then.
      let isKnown = index >= (method == .mixture ? 28 : 22)
      if isKnown { #expect(BoxRoom.overlap(mask, body: body) > 0.95, "depth, \(index)") }
      depth.update(with: seen, foreground: mask)
      depthEvents.append(depth.events)
      gray.markForeground(of: shown, in: &mask)
      if isKnown { #expect(BoxRoom.overlap(mask, body: body) > 0.95, "gray, \(index)") }
      gray.update(with: shown, foreground: mask)
      grayEvents.append(gray.events)
      #expect(depth.isSettled && gray.isSettled)
    }
    // Noticed in the fifth frame or just after, known again fifteen frames later.
    for events in [depthEvents, grayEvents] {
      let moved = events.indices.filter { events[$0] == [.cameraMoved] }
      #expect(moved.count == 1 && (4...6).contains(moved[0]))
      #expect(events.indices.filter { events[$0] == [.roomLearned] } == moved.map { $0 + 15 })
    }
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aDoorThatOpensIsReportedAndWhoComesThroughIsSeen(method: BackgroundMethod) {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var model = follower(&room, method)
    room.isOpen = true
    var reported: Float = 0
    for _ in 0..<15 {
      let frame = room.film()
      model.markForeground(of: frame, in: &mask)
      #expect(mask.count == 0)
      model.update(with: frame, foreground: mask)
      for event in model.events {
        if case .regionUncovered(let share) = event { reported += share } else { Issue.record("\(event)") }
      }
    }
    let door = Float(BoxRoom.door.columns.count * BoxRoom.door.rows.count) / Float(96 * 72)
    #expect(abs(reported - door) < 0.01)
    #expect(model.background.depth[48, 20] > 5000)
  }

  @Test(arguments: [BackgroundMethod.mean, .median])
  func aChairThatWasPutDownIsReportedAfterTheStatedTime(method: BackgroundMethod) {
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var model = follower(&room, method)
    var reported: [Int] = []
    for index in 0..<165 {
      let frame = room.film(body: 40)
      model.markForeground(of: frame, in: &mask)
      model.update(with: frame, foreground: mask)
      if model.events.contains(where: { if case .regionAbsorbed = $0 { true } else { false } }) {
        reported.append(index)
      }
    }
    #expect(!reported.isEmpty)
    #expect(reported.allSatisfy { $0 >= 150 })
  }

  @Test(
    arguments: [BackgroundMethod.median, .mean, .mixture],
    [RoomLight(gain: 0.6), RoomLight(gain: 1.3), RoomLight(gain: 0.8, offset: 35), RoomLight(offset: -25)])
  func aLightThatIsSwitchedIsFollowedInOneFrame(method: BackgroundMethod, light: RoomLight) {
    for channelCount in [1, 3] {
      var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
      var model = grayFollower(&room, method, channelCount: channelCount)
      room.light = light
      let first = room.shine(body: 30, channelCount: channelCount)
      model.markForeground(of: first, in: &mask)
      model.update(with: first, foreground: mask)
      guard case .lightChanged(let lights) = model.events.first else {
        Issue.record("\(model.events) is not \(light)")
        continue
      }
      #expect(lights.count == channelCount)
      #expect(lights.allSatisfy { abs(Int($0(on: 100)) - Int(light(on: 100))) < 5 })
      for index in 0..<5 {
        let frame = room.shine(body: 31 + index, channelCount: channelCount)
        model.markForeground(of: frame, in: &mask)
        #expect(BoxRoom.overlap(mask, body: 31 + index) > 0.9, "\(method), \(light), frame \(index)")
        model.update(with: frame, foreground: mask)
        #expect(model.events.isEmpty)
      }
    }
  }

  @Test func aDancerWhoComesWithinAMetreIsNoEvent() {
    // Half of the picture, for two seconds.
    var room = BoxRoom(), mask = PixelMask(width: BoxRoom.width, height: BoxRoom.height)
    var depth = follower(&room, .median), gray = grayFollower(&room, .median)
    for _ in 0..<60 {
      var seen = room.film(), shown = room.shine()
      for y in 0..<BoxRoom.height {
        for x in 16..<48 {
          seen.depth[x, y] = UInt16(700 + (x + y) % 5)
          shown.channels[0][x, y] = UInt8(Float(40 + (x * 7 + y * 13) % 170))
        }
      }
      depth.markForeground(of: seen, in: &mask)
      depth.update(with: seen, foreground: mask)
      gray.markForeground(of: shown, in: &mask)
      gray.update(with: shown, foreground: mask)
      #expect(depth.events.isEmpty && gray.events.isEmpty)
    }
  }
}
