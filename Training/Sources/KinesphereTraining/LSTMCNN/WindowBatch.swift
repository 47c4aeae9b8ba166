import Kinesphere

/// One window of a sequence: the observation that it ends at.
struct WindowPlace: Sendable, Equatable {
  let sequence: Int
  let position: Int
}

/// Windows of observations with what the network should answer.
struct WindowBatch {
  /// `[count, steps, width]`, each window from its first step on, zeros behind it.
  var inputs: [Float] = []
  /// `[count]`: steps of each window.
  var lengths: [Int] = []
  /// The longest of them.
  var steps = 0
  /// `[count, 54]`: the label less what the output is added to, metres, 0 where unknown; 1 where there is a label.
  var target: [Float] = []
  var known: [Float] = []

  init(_ places: ArraySlice<WindowPlace>, of sequences: [ObservationSequence], steps limit: Int) {
    let windows = places.map { sequences[$0.sequence].window(endingAt: $0.position, steps: limit) }
    lengths = windows.map(\.count)
    steps = lengths.max() ?? 0
    for (place, window) in zip(places, windows) {
      let sequence = sequences[place.sequence]
      let width = sequence.width
      inputs += sequence.inputs[window.lowerBound * width..<window.upperBound * width]
      inputs += repeatElement(0, count: (steps - window.count) * width)
      let own = sequence.base(place.position)
      for index in 0..<54 {
        let label = sequence.labels[place.position * 54 + index]
        target.append(label.isFinite ? label - own[index] : 0)
        known.append(label.isFinite ? 1 : 0)
      }
    }
  }
}
