/// A ``VideoBackground`` that also notices what happens to the room, and stays right: a light that is switched, a camera that
/// is knocked, furniture that is moved.
///
/// It is a background like any other. ``update(with:foreground:)`` compares the frame with the background and leaves what
/// happened in ``events``; the masks that follow are right again:
///
/// - the light changes: where an eighth of the pixels has changed, half of all agree on one line per channel
///   (``RoomLight``), and it explains most of the change, the background is brightened with it in that frame;
/// - nearly every tile of the picture has changed, and no line explains it, for ``RoomWatching/movedFrames``: the camera
///   was moved, and the room is learned from the next ``RoomWatching/relearning`` frames. Until then nothing is
///   foreground; a dancer who stands still for all of them becomes a part of the room for ``RoomFollowing/absorption``;
/// - something new stands still: see ``RoomFollowing``. A door that opens is foreground for as long: without depth, what
///   lies behind looks like what stands before.
public struct VideoRoomFollower: BackgroundModel {
  /// The room.
  public private(set) var background: VideoBackground
  private var state: RoomState
  private var fits: [LightFit]
  private var lights: [RoomLight]
  private var tiles = RoomTiles()

  /// For pictures of this size with one channel (gray) or three (colour).
  public init(
    width: Int, height: Int, channelCount: Int, configuration: VideoBackground.Configuration = .init(),
    watching: RoomWatching = .init()
  ) {
    background = VideoBackground(
      width: width, height: height, channelCount: channelCount, configuration: configuration)
    state = RoomState(watching: watching)
    let step = Self.step(width: width, height: height, watching: watching)
    let samples = (width / step + 1) * (height / step + 1)
    fits = (0..<channelCount).map { _ in LightFit(samples: samples) }
    lights = [RoomLight](repeating: RoomLight(), count: channelCount)
  }

  private static func step(width: Int, height: Int, watching: RoomWatching) -> Int {
    max(Int(Float(width * height / max(watching.samples, 1)).squareRoot()), 1)
  }

  /// What happened to the room in the frame updated last.
  public var events: [BackgroundEvent] { state.events }
  public var framesLearned: Int { background.framesLearned }
  /// Stays true while the room is learned anew: then nothing is foreground.
  public var isSettled: Bool { background.isSettled || state.remaining > 0 }

  public mutating func learn(_ frame: VideoFrame) { background.learn(frame) }

  public mutating func settle() {
    background.settle()
    state.reset()
  }

  public func markForeground(of frame: VideoFrame, in mask: inout PixelMask) {
    guard state.remaining == 0 else { return mask.clear() }
    background.markForeground(of: frame, in: &mask)
  }

  public func uncoveredShare(in frame: VideoFrame) -> Float? { nil }

  public mutating func update(with frame: VideoFrame, foreground: PixelMask) {
    let looks = state.begin(interval: background.configuration.following.interval)
    if state.remaining > 0 {
      background.learn(frame)
      if state.learned() { background.settle() }
      return
    }
    compare(frame, with: nil)
    if tiles.share >= state.watching.relit {
      if followLight(frame) { return }
      compare(frame, with: lights)
    }
    let movedTiles = tiles.count(of: state.watching.tileShareVideo)
    if state.looksMoved(movedTiles >= state.watching.movedTilesVideo) { return background.reset() }
    background.update(with: frame, foreground: foreground)
    if looks {
      state.regions(
        absorbed: background.absorbedCount, uncovered: 0, pixels: frame.width * frame.height)
    }
  }

  /// Brightens the background where one light explains the frame; true where it does.
  private mutating func followLight(_ frame: VideoFrame) -> Bool {
    var isExplained = true
    for channel in fits.indices {
      let fit = fits[channel].fit(levels: state.watching.levels)
      lights[channel] = fit.light
      if fit.agreement < state.watching.agreement { isExplained = false }
    }
    let before = tiles.share
    guard isExplained else { return false }
    compare(frame, with: lights)
    guard tiles.share < before / 2 else { return false }
    background.relight(lights)
    state.note(.lightChanged(lights))
    return true
  }

  /// Fills the tiles with what differs from the background under a light, and, without one, the fits.
  private mutating func compare(_ frame: VideoFrame, with lights: [RoomLight]?) {
    let width = frame.width, height = frame.height, levels = state.watching.levels
    let step = Self.step(width: width, height: height, watching: state.watching)
    tiles.clear()
    if lights == nil { for channel in fits.indices { fits[channel].clear() } }
    for y in stride(from: step / 2, to: height, by: step) {
      for x in stride(from: step / 2, to: width, by: step) {
        var isChanged = false
        for channel in fits.indices {
          let known = background.level(x, y, channel: channel)
          let seen = frame.channels[channel].storage[y &* width &+ x]
          if lights == nil { fits[channel].add(known: known, seen: seen) }
          let expected = lights.map { $0[channel](on: known) } ?? known
          if abs(Float(expected) - Float(seen)) > levels { isChanged = true }
        }
        tiles.add(RoomTiles.tile(x, y, width: width, height: height), isChanged: isChanged)
      }
    }
  }
}
