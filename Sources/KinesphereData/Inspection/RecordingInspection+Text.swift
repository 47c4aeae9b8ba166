import Kinesphere

extension RecordingInspection {
  /// The inspection for people: aligned lines, then the findings.
  public var text: String {
    var rows: [(String, String)] = [
      ("recording", name),
      ("format", recordingFormat.rawValue + (dataSet.map { " (\($0))" } ?? "")),
      ("frames", "\(frames) of \(width) x \(height)"),
      ("duration", "\(Self.rounded(duration)) s" + (rate.map { " at \($0) Hz" } ?? "")),
      ("unit", unit.millimetres == 1 ? unit.name : "\(unit.name) of \(unit.millimetres) mm"),
    ]
    if let nearest, let farthest { rows.append(("depth", "\(nearest) to \(farthest) mm")) }
    rows.append(("readings", "\(Self.percent(readings)) of the pixels" + (isSegmented ? ", segmented" : "")))
    rows.append(("camera", camera.map(Self.words) ?? "unknown"))
    rows.append(("mirrored", isMirrored.map { $0 ? "yes" : "no" } ?? "unknown"))
    rows.append(("provenance", provenance))
    if let labels {
      rows.append(("labels", "\(labels.frames) frames, \(labels.convention.rawValue) joints, \(labels.file)"))
      if let sides = labels.sides {
        rows.append(("", "\(Self.percent(sides.directFit)) of the key-points lie on the dancer"))
      }
    } else {
      rows.append(("labels", "none"))
    }
    if let pixelLabelFrames { rows.append(("pixel labels", "\(pixelLabelFrames) frames")) }
    if let inertialSamples { rows.append(("inertial", "\(inertialSamples) samples")) }
    let lines = rows.map { name, value in
      name + String(repeating: " ", count: 14 - name.count) + value
    }
    let findings = self.findings.map { "\($0.severity == .problem ? "PROBLEM" : "note   ")  \($0.text)" }
    return (lines + (findings.isEmpty ? ["nothing is wrong"] : findings)).joined(separator: "\n")
  }

  private static func words(_ camera: Camera) -> String {
    "focal \(camera.focalX), \(camera.focalY) px; centre \(camera.centreX), \(camera.centreY) px"
  }
}
