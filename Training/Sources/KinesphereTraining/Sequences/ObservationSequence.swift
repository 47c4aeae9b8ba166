import Kinesphere

/// What the LSTM-CNN observed over one recording, with the labels: consecutive frames in which the dancer was found.
///
/// All coordinates are in metres in the mirrored picture, relative to the frame's crop centre.
public struct ObservationSequence: Sendable, Equatable {
  public var name: String
  public var subject: Int
  public var action: Int
  /// Numbers in an observation: 7, 79 or 205.
  public let width: Int
  /// `[count, width]`: as the tracker feeds them to the network.
  public private(set) var inputs: [Float] = []
  /// `[count, 54]`: NaN where a key-point has no label.
  public private(set) var labels: [Float] = []
  /// `[count]`: crop centres in the camera frame, and whether its picture is mirrored.
  public private(set) var centres: [SIMD3<Float>] = []
  public var isMirrored = true
  /// `[count]`: frame numbers in the recording.
  public private(set) var frames: [Int] = []
  /// `[count]`: the first observation of the window that ends here would have begun at; a gap starts anew.
  public private(set) var starts: [Int] = []

  public init(name: String, subject: Int, action: Int, width: Int) {
    self.name = name
    self.subject = subject
    self.action = action
    self.width = width
  }

  public var count: Int { frames.count }

  /// Adds an observation; `startsAnew` where the tracker would have emptied its window before it.
  mutating func append(
    inputs new: [Float], label: [Float], centre: SIMD3<Float>, frame: Int, startsAnew: Bool
  ) {
    precondition(
      new.count == width && label.count == 54, "an observation has its width and 54 label coordinates")
    starts.append(startsAnew || frames.isEmpty ? frames.count : starts[frames.count - 1])
    inputs += new
    labels += label
    centres.append(centre)
    frames.append(frame)
  }

  /// Whether some key-point has its label.
  var hasKnownPoints: Bool { labels.contains(where: \.isFinite) }

  /// Makes every label unknown: what is learned from the sequence after this was not told.
  mutating func forgetLabels() { labels = [Float](repeating: .nan, count: labels.count) }

  /// The observations that the network sees for the one at `position`: at most `steps`, the last of them itself.
  func window(endingAt position: Int, steps: Int) -> Range<Int> {
    max(starts[position], position + 1 - steps)..<position + 1
  }

  /// What the output is added to: the encoder's 54 coordinates, or zeros where there is no encoder.
  func base(_ position: Int) -> [Float] {
    width == 7 ? [Float](repeating: 0, count: 54) : Array(inputs[position * width..<position * width + 54])
  }

  /// The place in the camera frame of 54 coordinates relative to this observation's centre.
  public func pose(_ coordinates: ArraySlice<Float>, at position: Int) -> Pose {
    let first = coordinates.startIndex
    let side = SIMD3<Float>(isMirrored ? 1 : -1, 1, 1)
    return Pose(
      points: (0..<KeyPoint.count).map { point in
        let place = SIMD3(
          coordinates[first + 3 * point], coordinates[first + 3 * point + 1],
          coordinates[first + 3 * point + 2])
        return place * side + centres[position]
      })
  }

  /// The label's pose in the camera frame.
  public func label(_ position: Int) -> Pose {
    pose(labels[position * 54..<position * 54 + 54], at: position)
  }

  /// Rebuilds a sequence from its blocks; nil where their sizes contradict one another.
  init?(
    name: String, subject: Int, action: Int, width: Int, isMirrored: Bool, inputs: [Float], labels: [Float],
    centres: [Float], marks: [Float]
  ) {
    let count = marks.count / 2
    guard inputs.count == count * width, labels.count == count * 54, centres.count == count * 3 else {
      return nil
    }
    self.init(name: name, subject: subject, action: action, width: width)
    self.isMirrored = isMirrored
    self.inputs = inputs
    self.labels = labels
    self.centres = (0..<count).map { SIMD3(centres[3 * $0], centres[3 * $0 + 1], centres[3 * $0 + 2]) }
    frames = (0..<count).map { Int(marks[2 * $0]) }
    starts = (0..<count).map { Int(marks[2 * $0 + 1]) }
  }
}
