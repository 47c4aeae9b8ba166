import Foundation
import Kinesphere

extension Recipe {
  /// What crops or sequences without labels teach.
  ///
  /// | method | networks | who labels the unlabelled crops or windows |
  /// |---|---|---|
  /// | supervised | one student | nobody |
  /// | meanTeacher | one student and its teacher (Tarvainen, Valpola 2017, arXiv 1703.01780) | its teacher |
  /// | crossPseudo | two students (CPS, Chen et al. 2021, arXiv 2106.01226) | each the other |
  /// | mutual | two students, a teacher each (the paper, section 3.4; Yuan et al. 2022, arXiv 2208.11499) | each teacher the other's student |
  ///
  /// A teacher's weights are the running mean of its student's, `min(1 - 1 / (step + 1), keep)` of the old kept. Every method is
  /// measured by the first student's teacher, so that all have the same averaging; in the stage `lstmcnn` `supervised` averages by
  /// `optimisation.average`. The stages `parts` and `lstmcnn` know every method.
  public struct Teaching: Sendable, Equatable, Codable {
    public enum Method: String, Sendable, Codable, CaseIterable {
      case supervised, meanTeacher, crossPseudo, mutual

      /// Two students learn, each from other initial numbers and in other noise.
      var isPaired: Bool { self == .crossPseudo || self == .mutual }
    }

    public var method = Method.supervised
    /// Data set whose training subjects are seen without labels, `utd` or `msr`; in the stage `parts` also any other name, whose
    /// folder (`--data NAME=FOLDER`) holds recordings of any format and no label. Empty: the recordings of `data` that are not
    /// labelled, or in the stage `parts` all of them where every one is.
    public var unlabelled = ""
    /// Unlabelled crops or windows of a batch.
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
    /// Whether the second student of a pair draws labelled crops of its own, changed in its own way; else both see the same.
    public var ownCrops = true
    /// Whether teachers look at the crops' mirror images too and say the mean of both answers.
    public var mirrored = false
    /// What the teacher sees; it moves nothing.
    public var weak: CropAugmentation = {
      var weak = CropAugmentation.none
      weak.noise = 0.003
      return weak
    }()
    /// What the students see of crops without labels, and the chance that a piece of another is mixed in (`strong.onBody`: of its
    /// body alone).
    public var strong: CropAugmentation = {
      var strong = CropAugmentation()
      (strong.turn, strong.tilt) = (15, 6)
      return strong
    }()
    public var mix: Float = 0.2
    /// What the LSTM-CNN's teacher sees of a window without labels, and what its student sees of it.
    public var weakWindows: WindowAugmentation = {
      var weak = WindowAugmentation.none
      weak.noise = 0.02
      return weak
    }()
    public var strongWindows: WindowAugmentation = {
      var strong = WindowAugmentation()
      (strong.noise, strong.lostFrames, strong.lostPoints) = (0.1, 0.1, 0.1)
      (strong.shift, strong.stretch) = (40, 0.15)
      return strong
    }()

    public init() {}

    /// How much a teacher's labels count in a step: exp(-5 (1 - t)^2), t from 0 to 1 over the first `rampUp` of all steps.
    func ramp(step: Int, of total: Int) -> Double {
      let steps = rampUp * Double(total)
      let left = steps > 0 ? max(0, 1 - Double(step) / steps) : 0
      return exp(-5 * left * left)
    }
  }
}
