/// A ``DepthBackground`` that also notices what happens to the room, and stays right: a sensor whose depth jumps or creeps, a
/// camera that is knocked, a door that opens.
///
/// It is a background like any other. ``update(with:foreground:)`` compares the frame with the background and leaves what
/// happened in ``events``; the masks that follow are right again:
///
/// - the depth of the whole room jumps (20 to 60 mm when a sensor settles): moved by the median difference in that frame;
/// - it creeps: followed by the samples, and moved where they are too slow;
/// - readings behind the background appear all over the picture, where no body can be, for
///   ``RoomWatching/movedFrames``: the camera was moved, and the room is learned from the next
///   ``RoomWatching/relearning`` frames. Until then nothing is foreground; a dancer who stands still for all of them
///   becomes a part of the room, and is taken out of it when walking away, since the room behind shows;
/// - a region lies farther back, or something new stands still: see ``RoomFollowing``.
///
/// A frame takes 0.1 ms longer than its ``DepthBackground``; one in which the background is moved, some 20 ms at 640 x 480.
public struct DepthRoomFollower: BackgroundModel {
  /// The room.
  public private(set) var background: DepthBackground
  private var state: RoomState
  /// Differences of -250 ... 250 mm.
  private var histogram = [Int32](repeating: 0, count: 501)
  private var tiles = RoomTiles()

  /// For pictures of this size.
  public init(
    width: Int, height: Int, configuration: DepthBackground.Configuration = .init(),
    watching: RoomWatching = .init()
  ) {
    precondition((0...250).contains(watching.window), "a sensor's step is less than 250 mm")
    background = DepthBackground(width: width, height: height, configuration: configuration)
    state = RoomState(watching: watching)
  }

  /// What happened to the room in the frame updated last.
  public var events: [BackgroundEvent] { state.events }
  public var framesLearned: Int { background.framesLearned }
  /// Stays true while the room is learned anew: then nothing is foreground.
  public var isSettled: Bool { background.isSettled || state.remaining > 0 }

  public mutating func learn(_ frame: DepthFrame) { background.learn(frame) }

  public mutating func settle() {
    background.settle()
    state.reset()
  }

  public func markForeground(of frame: DepthFrame, in mask: inout PixelMask) {
    guard state.remaining == 0 else { return mask.clear() }
    background.markForeground(of: frame, in: &mask)
  }

  public func uncoveredShare(in frame: DepthFrame) -> Float? {
    state.remaining == 0 ? background.uncoveredShare(in: frame) : nil
  }

  public mutating func update(with frame: DepthFrame, foreground: PixelMask) {
    let looks = state.begin(interval: background.configuration.following.interval)
    if state.remaining > 0 {
      background.learn(frame)
      if state.learned() { background.settle() }
      return
    }
    let moved = followSensor(frame, looks: looks)
    if !moved,
      state.looksMoved(tiles.count(of: state.watching.tileShareDepth) >= state.watching.movedTilesDepth)
    {
      return background.reset()
    }
    // A mask from before the sensor's step shows the room.
    if !moved { background.update(with: frame, foreground: foreground) }
    if looks {
      state.regions(
        absorbed: background.absorbedCount, uncovered: background.uncoveredCount, pixels: frame.depth.count)
    }
  }

  /// Moves the background where the whole depth has moved; true where it did.
  private mutating func followSensor(_ frame: DepthFrame, looks: Bool) -> Bool {
    guard let difference = compare(frame) else { return false }
    let isStep = abs(difference) >= state.watching.step,
      isDrift = looks && abs(difference) >= state.watching.drift
    guard isStep || isDrift else { return false }
    let millimetres = Int(difference.rounded())
    background.shift(by: millimetres)
    state.note(isStep ? .sensorSettled(millimetres: millimetres) : .drifted(millimetres: millimetres))
    return true
  }

  /// The median difference of the frame from the background, if enough of the pixels agree on it; and into the tiles what
  /// then still lies behind.
  private mutating func compare(_ frame: DepthFrame) -> Float? {
    let width = frame.depth.width, height = frame.depth.height, window = Int(state.watching.window)
    let step = max(Int(Float(width * height / max(state.watching.samples, 1)).squareRoot()), 1)
    for index in histogram.indices { histogram[index] = 0 }
    var compared = 0, within = 0
    for y in stride(from: step / 2, to: height, by: step) {
      for x in stride(from: step / 2, to: width, by: step) {
        let index = y &* width &+ x
        let known = Int(background.depth(at: index)), reading = Int(frame.depth.storage[index])
        guard known > 0, reading > 0 else { continue }
        compared += 1
        guard abs(reading - known) <= window else { continue }
        histogram[reading - known + 250] += 1
        within += 1
      }
    }
    let median = Self.median(of: histogram, count: within)
    let agreeing = histogram[max(median - 40, 0)...min(median + 40, 500)].reduce(0) { $0 + Int($1) }
    let agrees = compared > 0 && Float(agreeing) >= state.watching.agreement * Float(compared)
    let difference = agrees ? median - 250 : 0
    fillTiles(frame, step: step, difference: difference)
    return agrees ? Float(difference) : nil
  }

  private static func median(of histogram: [Int32], count: Int) -> Int {
    var before = 0
    for index in histogram.indices {
      before += Int(histogram[index])
      if before * 2 > count { return index }
    }
    return 250
  }

  private mutating func fillTiles(_ frame: DepthFrame, step: Int, difference: Int) {
    let width = frame.depth.width, height = frame.depth.height, tolerance = background.configuration.tolerance
    tiles.clear()
    for y in stride(from: step / 2, to: height, by: step) {
      for x in stride(from: step / 2, to: width, by: step) {
        let index = y &* width &+ x
        let known = Float(background.depth(at: index)), reading = Float(frame.depth.storage[index])
        guard known > 0, reading > 0 else { continue }
        let isBehind = reading - Float(difference) > known + tolerance(at: known)
        tiles.add(RoomTiles.tile(x, y, width: width, height: height), isChanged: isBehind)
      }
    }
  }
}
