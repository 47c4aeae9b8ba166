import Kinesphere
import KinesphereData
import Torch

/// Everything that decides a training run, readable as JSON; a field left out has the default stated here.
///
/// With the same recipe, the same data and the same machine a run gives the same bytes.
public struct Recipe: Sendable, Equatable, Codable {
  /// The network that is trained.
  public enum Stage: String, Sendable, Codable {
    /// Depth crops to key-points, frame by frame.
    case encoder
    /// Windows of observations to key-points: the paper's LSTM-CNN.
    case lstmcnn
    /// Depth crops to body parts and key-points at once, from labelled and unlabelled crops.
    case parts
  }

  /// Short name, also of the run folder.
  public var name = "run"
  /// What the recipe makes again: table, figure or number, and of whom.
  public var reproduces = ""
  /// The numbers it reached, with hardware and time, once it ran.
  public var result = ""
  public var stage = Stage.encoder
  /// Fixes initial weights, order, augmentation and dropout.
  public var seed: UInt64 = 1
  /// Threads of libtorch. Another count rounds otherwise.
  public var threads = 2
  /// What trains: this machine's CPU, or its GPU.
  public var device = Engine.Device.cpu
  /// Convention of the key-points that the network answers in.
  public var skeleton = NetworkWeights.Skeleton.anatomical
  /// Run folder or weights file to start from; empty = from random weights.
  public var start = ""
  public var data = DataChoice()
  public var validation = Validation()
  public var encoder = CropEncoder.Configuration()
  public var augmentation = CropAugmentation()
  /// The network of the stage `parts`.
  public var parts = Parts()
  /// How the stages `parts` and `lstmcnn` learn from what has no labels.
  public var teaching = Teaching()
  /// What the LSTM-CNN observes.
  public var preset = NetworkWeights.Preset.crop
  /// Sizes of the LSTM-CNN; `inputs` follows from the preset.
  public var lstmcnn = LSTMCNN.Configuration()
  public var dropout = Dropout()
  /// How labelled windows are changed while the LSTM-CNN learns.
  public var windows = WindowAugmentation.none
  /// Run folder or weights whose encoder observes, in the preset `crop`.
  public var encoderWeights = ""
  /// Encoders for the recordings of single subjects, by subject: each should not have learned from that subject, so that
  /// the LSTM-CNN meets the errors that it will meet on strangers.
  public var crossFit: [String: String] = [:]
  public var loss = Loss()
  public var optimisation = Optimisation()

  public init() {}

  /// Whether two recipes train the same: what they say of themselves does not matter.
  public func trainsLike(_ other: Recipe) -> Bool {
    var (one, two) = (self, other)
    (one.result, one.reproduces) = ("", "")
    (two.result, two.reproduces) = ("", "")
    return one == two
  }

  /// Which crops, recordings and dancers are learned from.
  public struct DataChoice: Sendable, Equatable, Codable {
    /// Labelled real recordings: `utd`, `msr` or empty for none.
    public var recordings = ""
    /// Subjects that are trained on; all others are never looked at before the evaluation.
    public var subjects = [1, 3, 5, 7]
    /// Subjects that the run will be measured on, which may not be among `subjects`; empty: all others.
    public var testSubjects: [Int] = []
    /// Those of `subjects` whose labels are used, of those that `labelledShare` drew; empty: all. The others' recordings are
    /// without labels, but for those of `validation.subjects`.
    public var labelledSubjects: [Int] = []
    /// Take every n-th frame of a recording.
    public var every = 2
    /// Share of the subjects' sequences whose labels are used, drawn per action, 0 ... 1; those that validate are among
    /// them. In the stage `parts` without recordings: share of the synthetic people.
    public var labelledShare = 1.0
    public var labelledSeed: UInt64 = 1
    /// Which action gives up the fraction of a recording that a share leaves over.
    public enum LabelledOrder: String, Sendable, Codable {
      /// The seed says.
      case drawn
      /// By the actions' numbers: with less than a recording of each, the same actions are without a label in every draw. For
      /// runs that were drawn so.
      case numbered
    }
    public var labelledOrder = LabelledOrder.drawn
    /// Whether the skeletons of `recordings` are taken frame by frame, `as recorded`, or `aligned` with the depth in time.
    public var labelTiming = LabelTiming.asRecorded
    /// Synthetic crops; 0 for none.
    public var synthetic = 0
    /// The first synthetic sample and all after it follow from this seed.
    public var syntheticSeed: UInt64 = 1
    /// Synthetic dances that windows are taken from, and the frames of each, at 30 a second.
    public var syntheticSequences = 0
    public var sequenceFrames = 150
    /// Clips of motion capture that are not learned from, by name, so that they can be measured on.
    public var heldClips: [String] = []
    /// How synthetic crops are drawn.
    public var crops = SyntheticCrops.Configuration()
    /// Samples an epoch draws; 0 = as many as there are. The stage `parts` goes through all before it repeats one, over
    /// epochs; the other stages draw an epoch without repetition, the stage `lstmcnn` round after round where it asks for
    /// more than there are.
    public var samplesPerEpoch = 0

    public init() {}
  }

  /// Whether there are recordings to train on whose labels are not used. Whoever validates is seen by nobody.
  var hasUnlabelledRecordings: Bool {
    if data.recordings.isEmpty { return false }
    if data.labelledShare < 1 { return true }
    let trained = Set(data.subjects).subtracting(validation.subjects)
    return !data.labelledSubjects.isEmpty && !trained.isSubset(of: data.labelledSubjects)
  }

  /// The part of the training side that chooses the epoch; the test subjects never do.
  public struct Validation: Sendable, Equatable, Codable {
    /// Share of the training sequences held back, drawn per action, where `subjects` is empty.
    public var share = 0.1
    /// Whole subjects held back instead.
    public var subjects: [Int] = []
    /// Synthetic crops of people not trained on.
    public var synthetic = 3000
    public var syntheticSequences = 40
    public var seed: UInt64 = 1

    public init() {}
  }

  public struct Loss: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable {
      /// The paper's, eq. 13.
      case squared
      case smoothL1
    }

    /// Of the LSTM-CNN; the encoder always learns with smooth L1.
    public var kind = Kind.squared
    /// Difference in units of 10 cm where the smooth L1 loss turns from square to straight.
    public var beta = 1.0
    /// Weight of the Laplace likelihood that teaches the scales; the error itself gets no gradient from it.
    public var scaleWeight = 0.1

    public init() {}
  }

  public struct Dropout: Sendable, Equatable, Codable {
    /// Share of the LSTM's output dropped while training.
    public var state = 0.2
    /// Share dropped between the two dense layers.
    public var dense = 0.2

    public init() {}
  }

  public struct Optimisation: Sendable, Equatable, Codable {
    public enum Schedule: String, Sendable, Codable {
      /// Up to the full rate along a cosine over `warmUp`, down to nothing along a cosine.
      case oneCycle
      /// Straight up over `warmUp`, then down along a cosine.
      case cosine
      case constant
    }

    /// The numbers that convolutions and products are computed with; weights, averages and sums stay 32-bit floats.
    public enum Precision: String, Sendable, Codable {
      case single
      /// 8 bits of mantissa: 1.7 times as fast on CPUs with AVX-512 BF16. The encoder's only.
      case bfloat16
    }

    public var epochs = 20
    public var batch = 128
    /// Largest learning rate.
    public var rate = 0.004
    public var schedule = Schedule.oneCycle
    /// Share of all steps until the full rate.
    public var warmUp = 0.15
    /// AdamW's weight decay.
    public var decay = 0.02
    /// Largest norm of all gradients; 0 = no limit.
    public var clip = 0.0
    /// Share of the averaged weights kept per step, once many steps are done; 0 = no averaging.
    public var average = 0.999
    /// Batches whose statistics renew batch normalisation for the averaged weights.
    public var recalibration = 40
    /// Epochs without a better validation error until training ends; 0 = never.
    public var patience = 0
    public var precision = Precision.single

    public init() {}
  }
}
