import CKernels

extension LSTMCNN {
  /// The last observations of one stream, and the network's output over them.
  ///
  /// The window slides: each output runs the last `steps` observations (fewer at the start) from a zero state.
  /// What depends on one observation alone, its part of the gates, is computed once when it arrives. So a
  /// stream and a window given whole make the same numbers to the bit, on one CPU level.
  ///
  /// ```swift
  /// var window = LSTMCNN.Window(of: network)
  /// window.append(observation)  // one per frame
  /// window.output(into: &coordinates)
  /// ```
  /// An output costs about 50 µs; nothing allocates after `init`.
  public struct Window: Sendable {
    public let network: LSTMCNN
    /// Observations held, at most `steps`.
    public private(set) var count = 0
    private var first = 0
    private var ring: KernelBuffer
    /// Observations after the z-score.
    private var scored: KernelBuffer
    private var head: KernelBuffer

    /// An empty window.
    public init(of network: LSTMCNN) {
      self.network = network
      ring = KernelBuffer(count: network.configuration.steps * 256)
      scored = KernelBuffer(count: network.configuration.steps * network.configuration.inputs)
      head = KernelBuffer(count: Head.end)
    }

    /// Forgets all observations.
    public mutating func removeAll() {
      count = 0
      first = 0
    }

    /// Adds an observation of `inputs` finite numbers; drops the oldest one where the window is full.
    public mutating func append(_ observation: Span<Float>) {
      let steps = network.configuration.steps
      precondition(
        observation.count == network.configuration.inputs,
        "an observation holds as many numbers as the network reads")
      let slot = (first + count) % steps
      if count == steps { first = (first + 1) % steps } else { count += 1 }
      project(observation, slot: slot)
    }

    /// The same from an array.
    public mutating func append(_ observation: [Float]) { append(observation.span) }

    /// Holds a window given whole, `[observations, inputs]` with at most `steps` observations, and forgets what
    /// it held; the same as appending one after the other to an empty window, but faster.
    public mutating func fill(_ observations: Span<Float>) {
      let (inputs, steps) = (network.configuration.inputs, network.configuration.steps)
      precondition(
        observations.count % inputs == 0 && observations.count / inputs <= steps,
        "a window holds whole observations, at most as many as the network has steps")
      first = 0
      count = observations.count / inputs
      if count > 0 { project(observations, slot: 0) }
    }

    /// The same from an array.
    public mutating func fill(_ observations: [Float]) { fill(observations.span) }

    /// Scores observations and computes their part of the gates, from `slot` on without wrapping.
    private mutating func project(_ observations: Span<Float>, slot: Int) {
      let weights = network.weights
      let (inputs, level) = (network.configuration.inputs, network.level.rawValue)
      let vectors = observations.count / inputs
      scored.withMutablePointer { x in
        for vector in 0..<vectors {
          for index in 0..<inputs {
            let place = vector &* inputs &+ index
            x[place] = (observations[place] - weights.mean[index]) * weights.inverseDeviation[index]
          }
        }
        weights.input.withPointer { input in
          weights.gateBias.withPointer { bias in
            ring.withMutablePointer { ring in
              ks_lstm_project(level, input, bias, x, Int32(inputs), Int32(vectors), ring + slot * 256)
            }
          }
        }
      }
    }

    /// Writes the 54 numbers for the observations held, of which there must be at least one.
    public mutating func output(into result: inout MutableSpan<Float>) {
      precondition(count > 0, "a window has at least one observation")
      precondition(result.count == LSTMCNN.outputs, "the output is 54 numbers")
      let (network, first, count) = (network, first, count)
      head.withMutablePointer { head in
        ring.withPointer { ring in
          network.weights.recurrent.withPointer { weights in
            ks_lstm_run(
              network.level.rawValue, weights, ring, Int32(network.configuration.steps), Int32(first),
              Int32(count), head + Head.hidden)
          }
        }
        network.runHead(head)
        for index in 0..<LSTMCNN.outputs { result[index] = head[Head.output + index] }
      }
    }

    /// The same into an array of 54.
    public mutating func output(into result: inout [Float]) {
      var span = result.mutableSpan
      output(into: &span)
    }
  }
}
