import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// What is gathered while masks are made: film, shares, times, notes.
struct MaskTally {
  var film: MaskFilm
  var damaged = 0
  /// nil for video.
  var segmentation: SegmentationWatch?
  private(set) var notes: [String] = []
  private var pixels = 0
  private let size: Int
  private var durations = DurationHistogram()

  /// Most notes kept.
  private static let mostNotes = 40

  init(width: Int, height: Int) {
    film = MaskFilm(painter: MaskPainter(sourceWidth: width, sourceHeight: height))
    size = width * height
  }

  /// Counts a mask's pixels; returns their share.
  mutating func add(_ mask: PixelMask) -> Double { add(pixels: mask.count) }

  mutating func add(pixels count: Int) -> Double {
    pixels += count
    return Double(count) / Double(size)
  }

  mutating func charge(since begin: UInt64) { durations.add(nanoseconds: SystemClock.nanoseconds() - begin) }

  mutating func note(_ events: [String], frame: Int) {
    for event in events where notes.count < Self.mostNotes { notes.append("frame \(frame): \(event)") }
  }

  /// Notes where a depth recording's first frames look otherwise than it says.
  mutating func look<Frame>(at frame: Frame) {
    guard let depth = frame as? DepthFrame, let notice = segmentation?.notice(depth, index: film.count)
    else { return }
    notes.append(notice)
  }

  /// Mean share of the pixels over the frames, 0 to 1.
  var share: Double { film.count == 0 ? 0 : Double(pixels) / Double(size) / Double(film.count) }
  /// Microseconds a frame, median.
  var time: Double { (durations.p50 ?? 0) * 1000 }

  static func caption(_ index: Int, _ time: Double, _ share: Double) -> String {
    String(format: "frame %d · %.2f s · %.1f %%", index, time, share * 100)
  }

  /// Throws where there was no frame at all.
  func check(_ name: String) throws {
    guard film.count > 0 else {
      throw RecordingError(.truncated, file: name, expected: "at least one frame", actual: "it has none")
    }
  }
}

extension PixelMask {
  /// One byte a pixel: 1 where it is set.
  func plane() -> Plane<UInt8> {
    var plane = Plane<UInt8>(width: width, height: height, repeating: 0)
    for y in 0..<height {
      for x in 0..<width where self[x, y] { plane.storage[y * width + x] = 1 }
    }
    return plane
  }
}
