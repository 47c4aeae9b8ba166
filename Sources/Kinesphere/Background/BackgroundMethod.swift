/// How the room is worked out of the frames that show it (paper section 3.1, doi:10.3389/fnbot.2026.1743288).
///
/// Choose by what is in the frames learned from: the median bears a dancer who covers a pixel in less than half of them,
/// the least median of squares settles on the value that most readings agree on even where the others lie all to one
/// side, the mean is pulled by everybody who passes, and the mixture keeps several values for a pixel that flickers.
public enum BackgroundMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// The median of the frames kept (eq. 1).
  case median
  /// The least median of squares of the frames kept, exactly: the midpoint of the shortest half of the sorted readings
  /// (Rousseeuw 1984, doi:10.1080/01621459.1984.10477105).
  case leastMedian = "least-median"
  /// The mean of all frames, and the deviation from it.
  case mean
  /// A mixture of Gaussians (Stauffer and Grimson 1999, doi:10.1109/CVPR.1999.784637; Zivkovic 2004,
  /// doi:10.1109/ICPR.2004.1333992).
  case mixture

  func estimate(quantile: Float) -> RoomEstimate {
    switch self {
    case .median, .mixture: .quantile(quantile)
    case .leastMedian: .leastMedian
    case .mean: .mean
    }
  }
}
