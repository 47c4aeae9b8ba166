import Kinesphere
import KinesphereData
import Torch

/// One window of a sequence: the observation that it ends at.
struct WindowPlace: Sendable, Equatable {
  let sequence: Int
  let position: Int
}

/// Windows of observations, and what the network should answer.
struct WindowBatch {
  let views: [WindowView]
  /// The longest of them.
  let steps: Int
  /// `[count, 54]`: the label less what the output is added to, metres, 0 where unknown; 1 where there is a label.
  private(set) var target: [Float] = []
  private(set) var known: [Float] = []

  /// Takes windows as they are, with their labels.
  init(_ places: ArraySlice<WindowPlace>, of sequences: [ObservationSequence], steps limit: Int) {
    self.init(places, of: sequences, steps: limit, .none, deviation: []) { _ in SeededGenerator(seed: 0) }
  }

  /// Takes windows changed, with their labels; `generator` is asked for one a window, by its number in the batch.
  init(
    _ places: ArraySlice<WindowPlace>, of sequences: [ObservationSequence], steps limit: Int,
    _ augmentation: WindowAugmentation, deviation: [Float], generator: (Int) -> SeededGenerator
  ) {
    views = places.enumerated().map { number, place in
      var own = generator(number)
      return augmentation.view(
        of: sequences[place.sequence], endingAt: place.position, steps: limit, deviation: deviation,
        using: &own)
    }
    steps = views.map(\.count).max() ?? 0
    aim(
      at: places.map { place in
        sequences[place.sequence].labels[
          place.position * LSTMCNN.outputs..<(place.position + 1) * LSTMCNN.outputs]
      })
  }

  /// `[count]`: steps of each window.
  var lengths: [Int] { views.map(\.count) }

  /// `[count, steps, width]`, each window from its first step on, zeros behind it.
  var inputs: [Float] {
    var all: [Float] = []
    for view in views {
      all += view.inputs
      all += repeatElement(0, count: (steps - view.count) * view.width)
    }
    return all
  }

  /// Makes every window's answer that of `coordinates`, 54 metres relative to the body's centre before any turn.
  mutating func aim(at coordinates: [ArraySlice<Float>]) {
    (target, known) = ([], [])
    for (view, own) in zip(views, coordinates) {
      for (wanted, base) in zip(view.turned(own), view.base) {
        target.append(wanted.isFinite ? wanted - base : 0)
        known.append(wanted.isFinite ? 1 : 0)
      }
    }
  }

  /// What a network says of the windows, `[count, 54]`: metres to add to what was observed.
  func output(of network: TrainableLSTMCNN, training: Bool) throws -> Tensor {
    let windows = try Tensor(inputs, shape: [views.count, steps, network.configuration.inputs])
    return try network(windows, lengths: lengths, training: training)
  }

  /// The mean loss over the coordinates that have a label, in units of 10 cm.
  func loss(_ output: Tensor, _ settings: Recipe.Loss) throws -> Tensor {
    let target = try Tensor(target, shape: [views.count, LSTMCNN.outputs])
    let known = try Tensor(known, shape: [views.count, LSTMCNN.outputs])
    let labelled = Double(max(1, self.known.reduce(0, +)))
    let each: Tensor
    switch settings.kind {
    case .squared:
      let difference = try (output - target) * 10
      each = try difference * difference
    case .smoothL1: each = try (output * 10).smoothL1(to: target * 10, beta: settings.beta)
    }
    return try (each * known).sum() * (1 / labelled)
  }
}
