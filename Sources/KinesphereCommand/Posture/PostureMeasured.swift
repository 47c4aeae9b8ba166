import Foundation
import KinesphereMovement

/// What `evaluate synthetic-posture` measured; `--json` writes it (docs/posture-measurement.schema.json). Degrees.
struct PostureMeasured: Codable {
  /// Absolute errors of one joint's angle, left and right together.
  struct Angle: Codable {
    let joint: PostureJoint
    /// Over all frames.
    let mean: Double
    /// The share of the frames with a confidence of one half or more, and the errors over those.
    let judged: Double
    let judgedMean: Double
    let judgedMedian: Double
    let judgedNinetieth: Double
  }

  /// How one kind of fault was told.
  struct Fault: Codable {
    let name: String
    /// Joints that were at fault, by 8° or more; those of them that were told, on the same side within half a second; those
    /// that were not judged.
    var faults = 0
    var told = 0
    var unjudged = 0
    /// Joints that were within their range, and those of them that were told all the same.
    var right = 0
    var falselyTold = 0
    /// Faults told of the other side alone.
    var swapped = 0
    /// The mean size of the told deviation's error, degrees, and of its moment's, seconds.
    var degreesError = 0.0
    var secondsError = 0.0
  }

  /// How often the tempo was found.
  struct Beat: Codable {
    let name: String
    var dances = 0
    /// Within 4 % of the true tempo; or of its half or double.
    var right = 0
    var withOctaves = 0
    /// Sure enough to be told, and of those right up to an octave.
    var told = 0
    var toldRight = 0
  }

  let format = "kinesphere-posture-measurement"
  let version = 1
  let protocolName = "synthetic-posture"
  let weights: String
  var performances = 0
  var frames = 0
  var angles: [Angle] = []
  var faultPerformances = 0
  var faults: [Fault] = []
  var beats: [Beat] = []

  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", weights, performances, frames, angles,
      faultPerformances, faults, beats
  }

  init(weights: String) { self.weights = weights }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weights = try container.decode(String.self, forKey: .weights)
    performances = try container.decode(Int.self, forKey: .performances)
    frames = try container.decode(Int.self, forKey: .frames)
    angles = try container.decode([Angle].self, forKey: .angles)
    faultPerformances = try container.decode(Int.self, forKey: .faultPerformances)
    faults = try container.decode([Fault].self, forKey: .faults)
    beats = try container.decode([Beat].self, forKey: .beats)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Two tables in Markdown, as docs/posture.md holds them.
  var text: String {
    var lines = [
      "\(performances) performances, \(frames) frames, weights \(weights); absolute error in degrees", "",
      "| joint | all frames: mean | judged | judged: mean | median | 90 % below |",
      "|---|---|---|---|---|---|",
    ]
    lines += angles.map { angle in
      "| \(angle.joint.rawValue) |"
        + String(
          format: " %.1f | %.0f %% | %.1f | %.1f | %.1f |", angle.mean, angle.judged * 100, angle.judgedMean,
          angle.judgedMedian, angle.judgedNinetieth)
    }
    lines += [
      "", "\(faultPerformances) performances with known faults", "",
      "| fault | at fault | told | not judged | other side | right | told falsely | error | moment |",
      "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += faults.map { fault in
      "| \(fault.name) | \(fault.faults) | \(Self.share(fault.told, fault.faults)) | \(fault.unjudged) | "
        + "\(fault.swapped) | \(fault.right) | \(Self.share(fault.falselyTold, fault.right)) |"
        + String(format: " %.1f° | %.2f s |", fault.degreesError, fault.secondsError)
    }
    lines += [
      "", "| tempo of | dances | within 4 % | or half, or double | told | of those right |",
      "|---|---|---|---|---|---|",
    ]
    lines += beats.map { beat in
      "| \(beat.name) | \(beat.dances) | \(beat.right) | \(beat.withOctaves) | \(beat.told) | "
        + "\(Self.share(beat.toldRight, beat.told)) |"
    }
    return lines.joined(separator: "\n")
  }

  private static func share(_ part: Int, _ whole: Int) -> String {
    whole > 0 ? String(format: "%d (%.0f %%)", part, 100 * Double(part) / Double(whole)) : "0"
  }
}
