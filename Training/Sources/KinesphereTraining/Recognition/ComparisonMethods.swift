import KinesphereEvaluation

/// The comparison systems of the paper (doi:10.3389/fnbot.2026.1743288, section 4) and parts of today's method, by name.
public enum ComparisonMethods {
  private static var machines: [RecognitionEvaluation.Machine] { [.leastSquares, .support] }

  /// Each at its start, in the order that docs/recognition.md tells them.
  public static func all() -> [any RecognitionMethod] {
    [
      NearestByTimeWarp(),
      CollaborativeMethod("dmm-pca-crc", DepthMapDescriber()),
      GaussianMethod("skeleton-rbf-svm", CovarianceDescriber()),
      LinearMethod("multi-view-maps", MapDescriber(splitsViews: true), machines: machines),
      WordBagMethod(machines: machines),
      LinearMethod("maps-lbp", BinaryPatternDescriber(), machines: machines),
      PatternNetworkMethod(),
      FusionNetworkMethod(),
      CollaborativeMethod("maps-crc", MapDescriber()),
      LinearMethod("maps-only", MapDescriber(), machines: machines),
      LinearMethod("key-points-only", KeyPointDescriber(), machines: machines),
    ]
  }
}
