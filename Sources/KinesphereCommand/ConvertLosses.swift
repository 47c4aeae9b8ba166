import KinesphereData

/// What a format cannot hold of a recording.
struct ConvertLosses {
  let format: WritingFormat
  let header: RecordingHeader
  let hasLabels: Bool
  /// Whether the numbers may hold fractions of a millimetre.
  let hasFractions: Bool
  /// What lies beside a data set's recording and stays there.
  let beside: [String]

  /// A few words each; empty where nothing is lost.
  var lines: [String] {
    var lines: [String] = []
    let factor = header.unit.millimetres
    if format != .mp4, hasFractions || factor != factor.rounded() {
      lines.append("fractions of a millimetre")
    }
    if hasLabels && format != .take && format != .mp4 { lines.append("labels") }
    switch format {
    case .take, .png, .npz: break
    case .mkv: lines.append("the frames' own times (frames come at the rate)")
    case .bin:
      lines += ["camera", "mirroring", "unit (it is millimetres)", "rate and times", "segmentation mark"]
    case .mp4:
      lines += ["depth itself (a picture to look at)", "camera", "mirroring", "the frames' own times"]
    }
    if hasLabels && format == .mp4 { lines.append("labels (drawn as bones)") }
    return lines + beside
  }
}
