import Kinesphere
import KinesphereData

/// The networks that observe a frame for the LSTM-CNN.
struct Observer {
  var encoder: CropEncoder
  /// nil in the preset `crop`.
  var segmenter: PartSegmenter?
}

extension NetworkWeights {
  /// The same observer without its parts.
  var withoutParts: NetworkWeights {
    var plain = configuration
    plain.parts = nil
    if plain.preset == .parts { plain.preset = .crop }
    return NetworkWeights(configuration: plain, parameters: parameters.without("parts."), source: source)
  }

  /// The observing networks; nil for weights of the preset `channels`.
  func makeObserver() throws(WeightsError) -> Observer? {
    guard let encoder = try makeEncoder() else { return nil }
    return Observer(encoder: encoder, segmenter: try makeSegmenter())
  }
}

/// Turns depth frames into observations exactly as ``PoseTracker`` does, with the runtime's own code.
struct ObservationReader {
  private var detector: BodyDetector
  private var channels: MotionChannels
  private var cutter = DepthCrop()
  private var observer: Observer?
  private var crop = [Float](repeating: 1, count: CropSet.pixels)
  private var lastFound = -Double.infinity

  /// For segmented pictures of this size; without an observer observations are the 7 channels.
  init(width: Int, height: Int, observer: Observer?) {
    detector = .segmented(width: width, height: height)
    channels = MotionChannels(width: width, height: height)
    self.observer = observer
  }

  static func width(_ observer: Observer?) -> Int {
    guard let observer else { return NetworkWeights.inputs(of: .channels) }
    return NetworkWeights.inputs(of: observer.segmenter == nil ? .crop : .parts)
  }

  /// Observes a frame; appends nothing where the dancer is not found. `label` is in the camera frame.
  mutating func observe(
    _ frame: DepthFrame, number: Int, label: Pose, into sequence: inout ObservationSequence
  ) throws {
    guard try detector.detect(in: frame) == .body else { return }
    let startsAnew = frame.time - lastFound > PoseTracker.longestGap
    let seven = channels.update(detector.silhouette, in: frame)
    guard let centre = cutter.fill(&crop, from: frame, silhouette: detector.silhouette) else { return }
    lastFound = frame.time
    var inputs: [Float] = []
    if let estimate = observer?.encoder.estimate(crop) {
      for point in 0..<KeyPoint.count {
        for axis in 0..<3 { inputs.append(estimate.points[point][axis]) }
      }
      for point in 0..<KeyPoint.count { inputs.append(estimate.scales[point]) }
    }
    if let encoder = observer?.encoder, let parts = observer?.segmenter?.observe(crop, encoder) {
      for number in 0..<PartObservation.count { inputs.append(parts.numbers[number]) }
    }
    for channel in 0..<7 { inputs.append(seven[channel]) }
    let side = SIMD3<Float>(frame.camera.isMirrored ? 1 : -1, 1, 1)
    let relative = KeyPoint.allCases.flatMap { point -> [Float] in
      let place = (label[point] - centre) * side
      return [place.x, place.y, place.z]
    }
    sequence.append(
      inputs: inputs, label: relative, centre: centre, frame: number, startsAnew: startsAnew)
  }
}

extension Parameters {
  /// The entries whose names do not begin with a prefix.
  fileprivate func without(_ prefix: String) -> Parameters {
    var rest = Parameters()
    for entry in entries where !entry.name.hasPrefix(prefix) {
      rest.append(
        entry.name, shape: entry.shape, values: Array(values[entry.offset..<entry.offset + entry.count]))
    }
    return rest
  }
}
