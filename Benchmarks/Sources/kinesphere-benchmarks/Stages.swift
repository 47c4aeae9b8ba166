import Foundation
import Kinesphere
import KinesphereData

/// The stages that are timed, on fixed input: `wave(i)` fills observations and crops, here and in `peers/`.
struct Stages {
  private let network: LSTMCNN
  private var full: LSTMCNN.Window
  private var whole: LSTMCNN.Window
  private var encoder: CropEncoder?
  private var segmenter: PartSegmenter?
  private var cutter = DepthCrop()
  private let observations: [Float]
  private let observation: [Float]
  private let crop: [Float]
  private var cut: [Float]
  private let scene = Scene()
  private var output = [Float](repeating: 0, count: LSTMCNN.outputs)

  private let path: String

  init(weights path: String) throws {
    self.path = path
    let weights = try NetworkWeights.load(path)
    network = try weights.makeLSTMCNN()
    encoder = try weights.makeEncoder()
    segmenter = try weights.makeSegmenter()
    let inputs = network.configuration.inputs
    observations = (0..<network.configuration.steps * inputs).map { Self.wave($0) }
    observation = Array(observations[..<inputs])
    crop = (0..<DepthCrop.size * DepthCrop.size).map { Self.wave($0) }
    cut = crop
    _ = encoder?.estimate(crop)
    full = LSTMCNN.Window(of: network)
    full.fill(observations)
    whole = full
  }

  /// A number in -1 ... 1 that floats hold exactly.
  static func wave(_ index: Int) -> Float { Float(index * 37 % 129 - 64) / 64 }

  /// Runs one stage once and returns what it made.
  mutating func run(_ stage: String) throws -> [Float]? {
    switch stage {
    case "load":
      let weights = try NetworkWeights.load(path)
      return [
        Float(try weights.makeLSTMCNN().configuration.inputs), try weights.makeEncoder() == nil ? 0 : 1,
      ]
    case "window":
      whole.fill(observations)
      whole.output(into: &output)
      return output
    case "frame":
      full.append(observation)
      full.output(into: &output)
      return output
    case "encoder":
      guard let estimate = encoder?.estimate(crop) else { return nil }
      return (0..<18).flatMap { [estimate.points[$0].x, estimate.points[$0].y, estimate.points[$0].z] }
    case "parts":
      // The head alone, on the whole grid: the body fills the crop.
      guard let encoder, let parts = segmenter?.observe(crop, encoder) else { return nil }
      return (0..<PartObservation.count).map { parts.numbers[$0] }
    case "crop":
      let centre = cutter.fill(&cut, depth: scene.depth, silhouette: scene.silhouette, camera: .kinect1)
      return centre.map { [$0.x, $0.y, $0.z] }
    default: return nil
    }
  }
}

/// A body of an ellipse at 2.3 m, about 7000 pixels.
struct Scene {
  var depth = Plane<UInt16>(width: 320, height: 240, repeating: 4000)
  var silhouette = Silhouette(width: 320, height: 240)

  init() {
    silhouette.columns = 130..<190
    silhouette.rows = 40..<200
    for y in silhouette.rows {
      for x in silhouette.columns {
        let (across, down) = ((Float(x) - 160) / 30, (Float(y) - 120) / 80)
        guard across * across + down * down < 1 else { continue }
        silhouette.mask[x, y] = 255
        depth[x, y] = UInt16(2300 + 100 * across)
        silhouette.area += 1
      }
    }
  }
}
