import Foundation
import KinesphereData
import KinesphereExport

/// What `export` did, for people and for programs (docs/export.schema.json).
struct ExportSummary: Encodable {
  /// How far the rig is from the points, in millimetres; null where no point was known.
  struct Fit: Encodable {
    let meanMillimetres: Double?
    let percentile95Millimetres: Double?
    let filledPoints: Int
    let heldFrames: Int
  }

  let format = "kinesphere-export"
  let version = 1
  let input: String
  let files: [String]
  let folder: String
  let seenFrames: Int
  let evenFrames: Int
  let rate: Double
  /// Subtracted from all places, metres.
  let origin: [Float]
  let fit: Fit
  let notices: [String]

  init(source: MotionSource, export: MotionExport, formats: [ExportFormat], folder: String) {
    input = source.path
    files = formats.flatMap { $0.fileNames(export.name) }
    self.folder = folder
    seenFrames = export.seen.count
    evenFrames = export.rig.poses.count
    rate = export.rate
    origin = [export.origin.x, export.origin.y, export.origin.z]
    let fit = export.fit
    self.fit = Fit(
      meanMillimetres: fit.mean.isFinite ? fit.mean : nil,
      percentile95Millimetres: fit.percentile95.isFinite ? fit.percentile95 : nil,
      filledPoints: fit.filledPoints, heldFrames: fit.framesHeld)
    notices = source.notices
  }

  private enum CodingKeys: String, CodingKey {
    case format, version, input, files, folder, seenFrames, evenFrames, rate, origin, fit, notices
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var text: String {
    var lines = [
      "\(seenFrames.counted("frame")), written as \(evenFrames) at \(String(format: "%g", rate)) Hz where the rate is constant"
    ]
    if let mean = fit.meanMillimetres, let high = fit.percentile95Millimetres {
      lines.append(
        String(
          format: "bones of constant length are %.1f mm from the key-points (95 %%: %.1f mm)", mean, high))
    }
    if fit.filledPoints > 0 {
      lines.append(
        "  note: \(fit.filledPoints.counted("unknown point")); the rig holds bones in \(fit.heldFrames.counted("frame"))"
      )
    }
    lines += notices.map { "  note: \($0)" }
    return (lines + ["", "wrote \(files.joined(separator: ", ")) into", "  \(folder)/"]).joined(
      separator: "\n")
  }
}
