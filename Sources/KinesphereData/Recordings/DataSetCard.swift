import Kinesphere

/// What a published data set's files do not say themselves: camera, mirroring, unit, rate.
///
/// A card applies to a file by its format, its name and its picture size; options override every field.
public struct DataSetCard: Sendable, Equatable {
  public let name: String
  public let camera: Camera
  public let unit: DepthUnit
  /// Frames per second, nominal.
  public let rate: Double
  /// Where the rate comes from, when the data set's own word is not taken.
  public let rateNote: String?
  public let isSegmented: Bool
  /// How to cite it.
  public let citation: String

  /// W. Li, Z. Zhang, Z. Liu, "Action recognition based on a bag of 3D points", CVPR Workshops 2010.
  ///
  /// Camera: a pinhole fitted to the two skeleton files (0.3 px). Rate: "about 15 frames per second", the
  /// paper. Unit: see ``DepthUnit/msrAction3D``.
  public static let msrAction3D = DataSetCard(
    name: "MSR-Action3D", camera: .kinect1, unit: .msrAction3D, rate: 15, rateNote: nil, isSegmented: true,
    citation: "Li, Zhang, Liu 2010, doi:10.1109/CVPRW.2010.5543273")

  /// C. Chen, R. Jafari, N. Kehtarnavaz, "UTD-MHAD", ICIP 2015.
  ///
  /// Camera: Kinect v1, fitted to the skeletons' projections. Rate: 50 Hz over 2.657, as the inertial files, said to
  /// be sampled at 50 Hz, hold 2.657 samples a depth frame (134,495 samples and 50,623 frames of 754 sequences; the
  /// angular speeds of gyroscope and skeleton agree at that ratio too). At Kinect's nominal 30 Hz the
  /// walkers of action 23 would take 2.8 steps a second, at 18.8 Hz they take 1.7.
  public static let utdMHAD = DataSetCard(
    name: "UTD-MHAD", camera: .kinect1, unit: .millimetre, rate: 18.8,
    rateNote: "derived from the 50 Hz inertial files; Kinect's nominal 30 Hz does not fit them",
    isSegmented: true,
    citation: "Chen, Jafari, Kehtarnavaz 2015, doi:10.1109/ICIP.2015.7350781")

  public static let all = [msrAction3D, utdMHAD]

  /// The card for a file, if any: MSR for `.bin` named `a01_s01_e01_sdepth`, UTD for `.mat` named
  /// `a1_s1_t1_depth` with the variable `d_depth`; both at 320 x 240.
  static func matching(
    format: RecordingFormat, name: String, variable: String? = nil, width: Int, height: Int
  ) -> DataSetCard? {
    guard width == 320, height == 240, let sequence = SequenceName(name) else { return nil }
    switch (format, sequence.dataSet) {
    case (.msrBin, .msrAction3D) where name.hasSuffix("_sdepth"): return msrAction3D
    case (.mat, .utdMHAD) where name.hasSuffix("_depth") && variable == "d_depth": return utdMHAD
    default: return nil
    }
  }
}
