import Kinesphere

extension PosesDocument {
  /// Throws where a value is none that `docs/poses.schema.json` allows, or where poses' times do not ascend.
  ///
  /// For who computes with a file that others may have written: unit, rate, camera, and every frame's index, time, status and
  /// confidences. Times are seconds within a million (eleven days). A pass over the frames, about 1 µs each.
  package func checkSchema(_ path: String) throws(PosesError) {
    func require(_ holds: Bool, _ expected: String, _ actual: @autoclosure () -> String) throws(PosesError) {
      guard holds else { throw PosesError(file: path, expected: expected, actual: actual()) }
    }
    try require(unit == "metre", "metres", "the unit \"\(unit.prefix(30))\"")
    let camera = recording.camera
    try require(
      recording.rate > 0 && recording.rate <= 1000, "a rate above 0 and at most 1000 Hz", "\(recording.rate)")
    try require(
      camera.width >= 1 && camera.height >= 1, "a picture's size",
      "\(camera.width) x \(camera.height) pixels")
    var before = -Double.infinity
    for frame in frames {
      let place = "in frame \(frame.index)"
      try require(frame.index >= 0, "indices from 0 on", "\(frame.index)")
      try require(
        TrackedFrame.Status(rawValue: frame.status) != nil, "statuses ok, learning, empty or damaged",
        "\"\(frame.status.prefix(30))\" \(place)")
      try require(frame.time.magnitude <= 1e6, "times in seconds", "\(frame.time) \(place)")
      for dancer in frame.dancers {
        try require(dancer.id >= 0, "dancers' numbers from 0 on", "\(dancer.id) \(place)")
        let wrong = dancer.confidence.first { !(0...1).contains($0) }
        try require(wrong == nil, "confidences of 0 to 1", "\(wrong ?? 0) \(place)")
      }
      guard !frame.dancers.isEmpty else { continue }
      try require(frame.time > before, "times that ascend", "\(frame.time) after \(before) \(place)")
      before = frame.time
    }
  }
}
