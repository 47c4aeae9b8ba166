import Kinesphere

extension RecordingInspection {
  /// Whether anything is wrong.
  public var hasProblems: Bool { findings.contains { $0.severity == .problem } }

  /// The findings, most serious first; `notices` come from opening the files.
  func makeFindings(_ notices: [String]) -> [Finding] {
    var problems = notices
    var notes: [String] = []
    if let error { problems.append("reading ended after \(frames) frames: \(error)") }
    if let promisedFrames, promisedFrames != frames, error == nil {
      problems.append("expected \(promisedFrames) frames, but \(frames) were found")
    }
    if frames == 0 && error == nil { problems.append("there is no frame") }
    if camera == nil {
      problems.append("the camera or its mirroring is unknown: give --camera and --mirrored or --unmirrored")
    }
    if unit.name.hasPrefix("unknown") { problems.append("the unit of depth is unknown: give --unit") }
    if let farthest, farthest == .max || farthest < 300 || (nearest ?? 0) > 12_000 {
      problems.append(
        "depth of \(nearest ?? 0) to \(farthest) mm shows no dancer: the unit, \(unit.name), may be wrong")
    }
    if let note = unit.note { notes.append("1 \(unit.name) is taken as \(unit.millimetres) mm: \(note)") }
    if !damagedFrames.isEmpty {
      problems.append("\(Self.list(damagedFrames.map(\.frame), "damaged")): \(damagedFrames[0].reason)")
    }
    if !emptyFrames.isEmpty { problems.append(Self.list(emptyFrames, "without a single reading")) }
    if !repeatedFrames.isEmpty { notes.append(Self.list(repeatedFrames, "equal to the one before")) }
    if unorderedTimes > 0 { problems.append("\(unorderedTimes) frames have times that do not ascend") }
    if let rate, let measuredRate, abs(measuredRate - rate) > 0.1 * rate {
      notes.append("the nominal rate is \(rate) Hz, the frames' times say \(Self.rounded(measuredRate)) Hz")
    }
    if let pixelLabelFrames, pixelLabelFrames != frames, error == nil {
      problems.append("the pixel labels have \(pixelLabelFrames) frames, the recording has \(frames)")
    }
    if let labels { judge(labels, &problems, &notes) }
    return problems.map { Finding(severity: .problem, text: $0) }
      + notes.map { Finding(severity: .note, text: $0) }
  }

  private func judge(_ labels: LabelInspection, _ problems: inout [String], _ notes: inout [String]) {
    if labels.frames != frames && error == nil {
      problems.append("the labels have \(labels.frames) frames, the recording has \(frames)")
    }
    if labels.framesWithout > 0 { problems.append("\(labels.framesWithout) frames have no labels") }
    if labels.missingPoints > 0 {
      notes.append("\(labels.missingPoints) key-points are missing in frames that have others")
    }
    if labels.notANumber > 0 {
      problems.append("\(labels.notANumber) key-points of the labels are not a number")
    }
    guard let sides = labels.sides, let isMirrored else { return }
    if sides.isSwapped == true {
      problems.append(
        "left and right of the labels are swapped against a picture that is "
          + (isMirrored ? "mirrored" : "not mirrored")
          + ": in \(sides.votes - sides.agreeing) of \(sides.votes)"
          + " frames; the labels are wrong, or \(isMirrored ? "--unmirrored" : "--mirrored") is missing")
    }
    if sides.isFlipped {
      problems.append(
        "the labels fit the picture only when it is flipped left to right: \(Self.percent(sides.flippedFit))"
          + " of the key-points then lie on the dancer, \(Self.percent(sides.directFit)) as it is")
    } else if sides.directFit < 0.5 {
      problems.append("only \(Self.percent(sides.directFit)) of the labels' key-points lie on the dancer")
    }
  }

  /// `3 frames damaged (4, 5, 9)`, with at most eight numbers.
  private static func list(_ frames: [Int], _ what: String) -> String {
    let shown = frames.prefix(8).map(String.init).joined(separator: ", ") + (frames.count > 8 ? ", ..." : "")
    return "\(frames.count) frame\(frames.count == 1 ? "" : "s") \(what) (\(shown))"
  }

  static func percent(_ share: Double) -> String { "\(rounded(share * 100)) %" }

  static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
