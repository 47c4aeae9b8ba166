import Foundation

/// What a sensor worn by the dancer measured along a UTD-MHAD recording.
public struct InertialTrack: Sendable {
  /// A reading: acceleration x y z, then angular velocity x y z, in the sensor's frame and units.
  public let samples: [[Double]]
  /// Hz. The data set's page says 50; its own clock is not in the files.
  public let rate: Double
  /// The file they come from.
  public let file: String

  /// Finds and reads UTD-MHAD's `NAME_inertial.mat` beside a recording; nil where there is none.
  public static func beside(_ recording: String) throws(RecordingError) -> InertialTrack? {
    guard let name = SequenceName(InputFile.stem(recording)), name.dataSet == .utdMHAD,
      let file = LabelFiles.find("\(name)_inertial.mat", in: LabelFiles.utdInertial, beside: recording)
    else { return nil }
    return try InertialTrack(utd: file)
  }

  /// Reads `d_iner` `[samples, 6]`.
  public init(utd file: String) throws(RecordingError) {
    let array = try MATFile(InputFile(file)).array(named: "d_iner")
    guard array.dimensions.count == 2, array.dimensions[1] == 6 else {
      throw RecordingError(
        .invalid, file: file, expected: "d_iner [samples, 6]",
        actual: "it is [\(array.dimensions.map(String.init).joined(separator: ", "))]")
    }
    let count = array.dimensions[0]
    let values = try array.numbers()
    samples = (0..<count).map { row in (0..<6).map { values[$0 * count + row] } }
    rate = 50
    self.file = file
  }
}
