import Kinesphere

/// One pass over a recording, gathering what an inspection reports.
struct RecordingSurvey {
  let header: RecordingHeader
  private(set) var frames = 0
  private(set) var soundFrames = 0
  private(set) var nearest = UInt16.max
  private(set) var farthest = UInt16.min
  private(set) var readings = 0
  private(set) var emptyFrames: [Int] = []
  private(set) var repeatedFrames: [Int] = []
  private(set) var damaged: [RecordingInspection.Damage] = []
  private(set) var unorderedTimes = 0
  private(set) var error: String?
  private(set) var pixelLabelFrames: Int?
  private(set) var inertialSamples: Int?
  private(set) var labelErrors: [String] = []
  private var labels: SkeletonLabels?
  private var framesWithoutLabels = 0
  private var missingPoints = 0
  private var sides = SideCheck()
  private var firstTime: Double?
  private var lastTime = 0.0

  init(_ header: RecordingHeader) { self.header = header }

  /// Frames per second by the frames' own times; nil where they have none of their own.
  var measuredRate: Double? {
    guard header.format == .take || header.rate == nil, frames > 1, duration > 0 else { return nil }
    return Double(frames - 1) / duration
  }

  /// Seconds from the first frame to the last.
  var duration: Double { lastTime - (firstTime ?? 0) }

  /// Looks for everything that belongs to the recording at `path`; what cannot be read is noted.
  mutating func findLabels(beside path: String) {
    do { labels = try SkeletonLabels.beside(path, rate: header.rate ?? 30) } catch { note(error) }
    do { pixelLabelFrames = try PixelLabels.beside(path)?.frames.count } catch { note(error) }
    do { inertialSamples = try InertialTrack.beside(path)?.samples.count } catch { note(error) }
  }

  private mutating func note(_ error: RecordingError) { labelErrors.append(error.description) }

  /// Reads to the end, or to the error that ends it.
  mutating func read(_ recording: any Recording, progress: (Int) -> Void) {
    var frame = recording.makeFrame()
    var previous = recording.makeFrame()
    var hasPrevious = false
    while true {
      let outcome: FrameOutcome
      do throws(RecordingError) {
        outcome = try recording.read(into: &frame)
      } catch {
        self.error = error.description
        return
      }
      switch outcome {
      case .end: return
      case .damaged(let reason):
        damaged.append(RecordingInspection.Damage(frame: frames, reason: reason))
        hasPrevious = false
      case .frame:
        if hasPrevious && frame.depth == previous.depth { repeatedFrames.append(frames) }
        take(frame)
        swap(&frame, &previous)
        hasPrevious = true
      }
      frames += 1
      if frames % 32 == 0 { progress(frames) }
    }
  }

  private mutating func take(_ frame: DepthFrame) {
    soundFrames += 1
    if firstTime == nil { firstTime = frame.time } else if frame.time <= lastTime { unorderedTimes += 1 }
    lastTime = frame.time
    let before = readings
    frame.depth.withPixels { pixels in
      for index in pixels.indices where pixels[index] > 0 {
        readings &+= 1
        nearest = min(nearest, pixels[index])
        farthest = max(farthest, pixels[index])
      }
    }
    if readings == before { emptyFrames.append(frames) }
    takeLabels(of: frame)
  }

  private mutating func takeLabels(of frame: DepthFrame) {
    guard let motion = labels?.motion else { return }
    guard frames < motion.count else {
      framesWithoutLabels += 1
      return
    }
    let pose = motion.poses[frames]
    let missing = KeyPoint.allCases.count { !pose[$0].z.isFinite }
    if missing == KeyPoint.count {
      framesWithoutLabels += 1
    } else {
      missingPoints += missing
      if header.camera != nil { sides.add(pose, frame: frame, isSegmented: header.isSegmented) }
    }
  }

  var labelInspection: RecordingInspection.LabelInspection? {
    guard let labels else { return nil }
    return RecordingInspection.LabelInspection(
      file: labels.file, convention: labels.convention, frames: labels.motion.count,
      framesWithout: framesWithoutLabels, missingPoints: missingPoints, notANumber: labels.notANumber,
      sides: header.isMirrored.flatMap { sides.result(isMirrored: $0) })
  }
}
