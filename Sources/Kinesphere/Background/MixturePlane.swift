import CKernels

/// One plane of the room as a mixture of up to four Gaussians per pixel, after Zivkovic (2004,
/// doi:10.1109/ICPR.2004.1333992), which chooses their number by itself.
///
/// With `o` 1 for the nearest Gaussian, by weight, within `owner` standard deviations of reading x and 0 for others, rate a:
///
///     w <- w + a (o - w) - a c,   m <- m + o (a / w) (x - m),   v <- v + o (a / w) ((x - m)² - v)
///
/// A Gaussian whose weight falls to 0 is dropped; a reading that none owns gets a new one in the lightest's place. The
/// heaviest Gaussians up to `share` of the weight are the room. Departures: colours are three planes of one value each,
/// not one Gaussian of three; in depth the deviation within which a reading belongs is at least ``DepthTolerance``.
/// Memory: 192 bytes per pixel.
package struct MixturePlane<Pixel: RoomPixel>: Sendable {
  package let width: Int
  package let height: Int
  let settings: BackgroundMixture
  let tolerance: RoomTolerance
  /// `[height, blocks of 16 pixels, modes, weight mean variance, 16]`, the heaviest first.
  var state: [Float]
  let blocksPerRow: Int
  private let nothing: PixelMask
  package private(set) var framesLearned = 0
  package private(set) var isSettled = false
  var constants = ks_mixture()

  var watch: StillWatch<Pixel>
  let following: RoomFollowing
  var framesFollowed = 0
  package internal(set) var absorbed = 0
  package internal(set) var uncovered = 0

  static var modes: Int { Int(KS_MODES) }
  static var lanes: Int { Int(KS_MIXTURE_LANES) }

  package init(
    width: Int, height: Int, settings: BackgroundMixture, tolerance: RoomTolerance, following: RoomFollowing
  ) {
    self.width = width
    self.height = height
    self.settings = settings
    self.tolerance = tolerance
    self.following = following
    blocksPerRow = (width + Self.lanes - 1) / Self.lanes
    state = [Float](repeating: 0, count: height * blocksPerRow * Self.modes * 3 * Self.lanes)
    nothing = PixelMask(width: width, height: height)
    watch = StillWatch(pixels: width * height)
    constants = Self.constants(settings, tolerance)
  }

  private static func constants(_ settings: BackgroundMixture, _ tolerance: RoomTolerance) -> ks_mixture {
    var result = ks_mixture()
    result.prune = settings.prune
    result.share = settings.share
    result.owner = settings.owner * settings.owner
    switch tolerance {
    case .depth(let tolerance, let unseen):
      result.background = tolerance.deviations * tolerance.deviations
      result.least = 4
      result.greatest = .greatestFiniteMagnitude
      result.base = tolerance.base
      result.quadratic = tolerance.deviations * tolerance.noise
      result.depth = true
      result.unseen = unseen
    case .video:
      result.background = settings.deviations * settings.deviations
      result.initial = settings.initialVariance
      result.least = settings.leastVariance
      result.greatest = settings.greatestVariance
    }
    return result
  }

  package mutating func reset() {
    for index in state.indices { state[index] = 0 }
    framesLearned = 0
    framesFollowed = 0
    isSettled = false
    watch.reset()
  }

  /// Learns one more frame, all of them weighing the same up to the settings' `memory`.
  package mutating func learn(_ plane: Plane<Pixel>) {
    framesLearned += 1
    learn(plane, rate: 1 / Float(min(framesLearned, settings.memory)), except: nothing)
    isSettled = false
  }

  package mutating func settle() {
    framesFollowed = 0
    absorbed = 0
    uncovered = 0
    watch.reset()
    isSettled = true
  }

  private mutating func learn(_ plane: Plane<Pixel>, rate: Float, except mask: PixelMask) {
    precondition(
      plane.width == width && plane.height == height, "the background learns pictures of its own size")
    precondition(mask.width == width && mask.height == height, "the mask has the background's size")
    constants.rate = rate
    let constants = constants, width = width, height = height
    state.withUnsafeMutableBufferPointer { state in
      plane.storage.withUnsafeBufferPointer { pixels in
        mask.words.withUnsafeBufferPointer { words in
          guard let state = state.baseAddress, let pixels = pixels.baseAddress, let words = words.baseAddress
          else { return }
          Pixel.learnMixture(constants, pixels, state, width: width, height: height, words: words)
        }
      }
    }
  }

  /// Sets (or adds) the pixels that no Gaussian of the room explains; in depth those nearer than the room.
  package func mark(_ plane: Plane<Pixel>, in mask: inout PixelMask, join: Bool) {
    precondition(isSettled, "a background is settled before it marks foreground")
    precondition(plane.width == width && plane.height == height, "the frame has the background's size")
    precondition(mask.width == width && mask.height == height, "the mask has the background's size")
    state.withUnsafeBufferPointer { state in
      plane.storage.withUnsafeBufferPointer { pixels in
        mask.words.withUnsafeMutableBufferPointer { words in
          guard let state = state.baseAddress, let pixels = pixels.baseAddress, let words = words.baseAddress
          else { return }
          Pixel.markMixture(constants, pixels, state, width: width, height: height, join: join, words: words)
        }
      }
    }
  }

  /// Learns what is not foreground from the newest frame, and looks for what stands still in one band of rows.
  package mutating func follow(_ plane: Plane<Pixel>, foreground: PixelMask) {
    precondition(isSettled, "a background is settled before it follows the room")
    framesLearned += 1
    learn(plane, rate: 1 / Float(min(framesLearned, settings.memory)), except: foreground)
    let rows = following.band(framesFollowed, of: height)
    framesFollowed += 1
    plane.withPixels { pixels in
      for y in rows { look(at: pixels, row: y, foreground: foreground) }
    }
  }
}
