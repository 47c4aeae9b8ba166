import Kinesphere

extension Recipe {
  /// The network that tells parts apart.
  public struct Parts: Sendable, Equatable, Codable {
    public enum Network: String, Sendable, Codable {
      /// The part head on the crop encoder, with its key-points: real time.
      case light
      /// DeepLabv3+, which knows parts only.
      case resnet18, resnet101
    }

    public var network = Network.light
    public var head = PartSegmenterConfiguration()
    /// Channels of a residual network's first stage; the published networks have 64.
    public var width = 64
    /// Weight of the parts' loss beside the key-points'.
    public var weight = 1.0
    public var loss = SegmentationLoss()
    public var hardExamples = HardExamples()

    public init() {}
  }

  /// What crops without labels teach.
  ///
  /// | method | networks | who labels the unlabelled crops |
  /// |---|---|---|
  /// | supervised | one student | nobody |
  /// | meanTeacher | one student and its teacher (Tarvainen, Valpola 2017, arXiv 1703.01780) | its teacher |
  /// | crossPseudo | two students (CPS, Chen et al. 2021, arXiv 2106.01226) | each the other |
  /// | mutual | two students, a teacher each (the paper, section 3.4; Yuan et al. 2022, arXiv 2208.11499) | each teacher the other's student |
  ///
  /// A teacher's weights are the running mean of its student's, `min(1 - 1 / (step + 1), keep)` of the old kept. Every method is
  /// measured by the first student's teacher, so that all have the same averaging.
  public struct Teaching: Sendable, Equatable, Codable {
    public enum Method: String, Sendable, Codable, CaseIterable {
      case supervised, meanTeacher, crossPseudo, mutual

      /// Two students learn, each from other initial numbers of the head and in other noise.
      var isPaired: Bool { self == .crossPseudo || self == .mutual }
    }

    public var method = Method.supervised
    /// Data set whose training subjects are seen without labels; empty: the recordings of `data` that are not labelled, or
    /// all of them where every one is.
    public var unlabelled = ""
    /// Unlabelled crops of a batch.
    public var batch = 64
    /// Largest share of a teacher's weights kept per step.
    public var keep = 0.99
    /// Weights of the labels that a teacher gives, for parts and for key-points, and of the agreement of two students.
    public var partWeight = 1.0
    public var pointWeight = 1.0
    public var consistency = 0.1
    /// Share of all steps over which these weights rise by exp(-5 (1 - t)^2) (Laine, Aila 2017, arXiv 1610.02242).
    public var rampUp = 0.3
    /// A pixel's label from a teacher counts where its probability is at least this, 0 ... 1.
    public var confidence: Float = 0
    /// What the teacher sees; it moves nothing.
    public var weak: CropAugmentation = {
      var weak = CropAugmentation.none
      weak.noise = 0.003
      return weak
    }()
    /// What the students see of crops without labels, and the chance that a piece of another is mixed in.
    public var strong: CropAugmentation = {
      var strong = CropAugmentation()
      (strong.turn, strong.tilt) = (15, 6)
      return strong
    }()
    public var mix: Float = 0.2

    public init() {}
  }
}
