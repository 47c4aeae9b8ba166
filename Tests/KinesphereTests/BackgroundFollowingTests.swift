import Kinesphere
import KinesphereData
import Testing

private func depthFrame(_ plane: Plane<UInt16>) -> DepthFrame {
  let camera = Camera(
    width: plane.width, height: plane.height, focalX: 100, focalY: 100, centreX: 0, centreY: 0,
    isMirrored: true)
  return DepthFrame(depth: plane, camera: camera, time: 0)
}

/// A wall of 24 x 12 pixels with noise, and in it a box that stands nearer, or farther.
private struct Wall {
  var generator = SeededGenerator(seed: 7)
  static let box = (columns: 6..<12, rows: 3..<9)

  mutating func film(box depth: UInt16?) -> DepthFrame {
    var plane = Plane<UInt16>(width: 24, height: 12, repeating: 0)
    for y in 0..<12 {
      for x in 0..<24 {
        let isBox = Self.box.columns.contains(x) && Self.box.rows.contains(y)
        let value = isBox ? depth ?? 3000 : 3000
        plane[x, y] = UInt16(Float(value) + generator.normal(0, 6))
      }
    }
    return depthFrame(plane)
  }

  mutating func shine(box level: UInt8?) -> VideoFrame {
    var plane = Plane<UInt8>(width: 24, height: 12, repeating: 0)
    for y in 0..<12 {
      for x in 0..<24 {
        let isBox = Self.box.columns.contains(x) && Self.box.rows.contains(y)
        plane[x, y] = UInt8(Float(isBox ? level ?? 90 : 90) + generator.normal(0, 2))
      }
    }
    return VideoFrame(channels: [plane], time: 0)
  }
}

/// Looks at a pixel every 3 frames; what stands still is furniture after 60.
private let following = RoomFollowing(interval: 3, absorption: 60, uncovering: 3)

private func share(_ mask: PixelMask) -> Float {
  var count = 0
  for y in Wall.box.rows { for x in Wall.box.columns where mask[x, y] { count += 1 } }
  return Float(count) / Float(Wall.box.rows.count * Wall.box.columns.count)
}

@Suite struct BackgroundFollowingTests {
  private func depthModel(_ method: BackgroundMethod, _ wall: inout Wall) -> DepthBackground {
    var model = DepthBackground(
      width: 24, height: 12,
      configuration: .init(method: method, capacity: 10, following: following))
    for _ in 0..<30 { model.learn(wall.film(box: nil)) }
    model.settle()
    return model
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aBodyThatStandsStillIsForegroundForTheStatedTimeAndThenTheRoom(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = depthModel(method, &wall)
    for index in 0..<70 {
      let frame = wall.film(box: 2000)
      model.markForeground(of: frame, in: &mask)
      if index < 60 { #expect(share(mask) == 1, "\(method), frame \(index)") }
      if index > 60 + following.interval { #expect(share(mask) == 0, "\(method), frame \(index)") }
      model.update(with: frame, foreground: mask)
    }
    #expect(model.absorbedCount == 36)
    // It walks off: depth shows the wall behind, and the wall is the background again within the stated time.
    for _ in 0..<12 {
      let frame = wall.film(box: nil)
      model.markForeground(of: frame, in: &mask)
      #expect(mask.count == 0)
      model.update(with: frame, foreground: mask)
    }
    #expect(model.uncoveredCount == 36)
    model.markForeground(of: wall.film(box: 2000), in: &mask)
    #expect(share(mask) == 1)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aBodyThatMovesIsNeverAbsorbed(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = depthModel(method, &wall)
    for index in 0..<400 {
      // It sways by 60 cm and back in 40 frames.
      let away = index % 40 < 20 ? index % 20 : 20 - index % 20
      let frame = wall.film(box: UInt16(1700 + 30 * away))
      model.markForeground(of: frame, in: &mask)
      #expect(share(mask) == 1, "\(method), frame \(index)")
      model.update(with: frame, foreground: mask)
    }
    #expect(model.absorbedCount == 0)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aDoorThatOpensUncoversTheRoomBehindAtOnce(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = depthModel(method, &wall)
    // Interval and uncovering together: within six frames.
    for _ in 0..<6 {
      let frame = wall.film(box: 4500)
      model.markForeground(of: frame, in: &mask)
      #expect(mask.count == 0)
      model.update(with: frame, foreground: mask)
    }
    // Who comes in through the door stands behind the old wall.
    model.markForeground(of: wall.film(box: 4000), in: &mask)
    #expect(share(mask) == 1)
    #expect(mask.count == 36)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aSingleFalseReadingBehindTheWallUncoversNothing(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = depthModel(method, &wall)
    for index in 0..<60 {
      let frame = wall.film(box: index % 12 < 3 ? 6000 : nil)
      model.update(with: frame, foreground: mask)
    }
    #expect(model.uncoveredCount == 0)
    model.markForeground(of: wall.film(box: nil), in: &mask)
    #expect(mask.count == 0)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func grayFollowsSlowLightAndHoldsABodyThatStands(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = VideoBackground(
      width: 24, height: 12, channelCount: 1,
      configuration: .init(
        method: method, capacity: 10, following: following, mixture: .init(memory: 60)))
    for _ in 0..<30 { model.learn(wall.shine(box: nil)) }
    model.settle()
    for index in 0..<80 {
      let frame = wall.shine(box: 160)
      model.markForeground(of: frame, in: &mask)
      if index < 60 { #expect(share(mask) > 0.97, "\(method), frame \(index)") }
      if index > 60 + following.interval { #expect(share(mask) < 0.03, "\(method), frame \(index)") }
      model.update(with: frame, foreground: mask)
    }
    // 30 levels of light in 300 frames.
    for index in 0..<300 {
      var frame = wall.shine(box: 160)
      for pixel in frame.channels[0].storage.indices { frame.channels[0].storage[pixel] += UInt8(index / 10) }
      model.markForeground(of: frame, in: &mask)
      #expect(mask.count < 15, "\(method), frame \(index): \(mask.count)")
      model.update(with: frame, foreground: mask)
    }
  }

  @Test func aMedianOfTheRunningRoomIsTheMedianOfItsNewestSamples() {
    // A room that recedes by 1 mm a frame, within the tolerance; nothing is foreground.
    var model = MedianBackground(
      width: 4, height: 3, configuration: .init(capacity: 5, following: .init(interval: 1)))
    let none = PixelMask(width: 4, height: 3)
    model.learn(depthFrame(Plane(width: 4, height: 3, repeating: 2000)))
    model.settle()
    for index in 1...200 {
      model.update(
        with: depthFrame(Plane(width: 4, height: 3, repeating: UInt16(2000 + index))), foreground: none)
      if index >= 5 { #expect(model.depth.storage.allSatisfy { $0 == 1998 + UInt16(index) }) }
    }
  }

  @Test(arguments: BackgroundMethod.allCases)
  func blackFurnitureThatFlickersIsTheRoomOnceItWasSeen(method: BackgroundMethod) {
    // One reading in forty frames: while learning it gave none.
    var wall = Wall(), mask = PixelMask(width: 24, height: 12), none = mask
    var model = DepthBackground(
      width: 24, height: 12, configuration: .init(method: method, capacity: 10, following: following))
    var generator = SeededGenerator(seed: 5)
    func flicker(_ share: Float) -> DepthFrame {
      var frame = wall.film(box: 2500)
      for y in Wall.box.rows {
        for x in Wall.box.columns where !generator.chance(share) { frame.depth[x, y] = 0 }
      }
      return frame
    }
    for _ in 0..<30 { model.learn(flicker(0)) }
    model.settle()
    // A detector takes away specks, so none of them is in the mask of the dancer.
    none.clear()
    for _ in 0..<600 { model.update(with: flicker(0.025), foreground: none) }
    var total = 0
    for _ in 0..<40 {
      model.markForeground(of: flicker(0.025), in: &mask)
      total += mask.count
    }
    #expect(total < 6, "\(method): \(total) of 36 specks")
    // A body before it is still seen.
    model.markForeground(of: wall.film(box: 1500), in: &mask)
    #expect(share(mask) == 1)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func everythingRememberedMovesWithTheSensor(method: BackgroundMethod) {
    var wall = Wall(), mask = PixelMask(width: 24, height: 12)
    var model = depthModel(method, &wall)
    let before = model.depth
    model.shift(by: -60)
    #expect(zip(before.storage, model.depth.storage).allSatisfy { abs(Int($0) - 60 - Int($1)) <= 1 })
    var frame = wall.film(box: nil)
    for index in frame.depth.storage.indices { frame.depth.storage[index] -= 60 }
    for _ in 0..<12 {
      model.markForeground(of: frame, in: &mask)
      #expect(mask.count == 0)
      model.update(with: frame, foreground: mask)
    }
    #expect(zip(before.storage, model.depth.storage).allSatisfy { abs(Int($0) - 60 - Int($1)) <= 25 })
  }

  @Test(arguments: BackgroundMethod.allCases)
  func aForgottenRoomIsLearnedAsIfItWereTheFirst(method: BackgroundMethod) {
    var wall = Wall(), other = Wall()
    var model = depthModel(method, &wall)
    for _ in 0..<40 { model.update(with: wall.film(box: 1000), foreground: PixelMask(width: 24, height: 12)) }
    model.reset()
    #expect(!model.isSettled && model.framesLearned == 0)
    for _ in 0..<30 { model.learn(other.film(box: nil)) }
    model.settle()
    var first = Wall()
    #expect(model.depth == depthModel(method, &first).depth)
  }
}
