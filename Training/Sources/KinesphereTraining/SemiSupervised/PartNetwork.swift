import Kinesphere
import Torch

/// A network that tells parts apart, and perhaps knows key-points too: what ``PartsTask`` trains.
public protocol PartNetwork: TrainableNetwork {
  /// Cells of the grid that the loss is taken on; 72 is a multiple of it.
  var side: Int { get }
  /// What it says of crops `[n, 1, 72, 72]`; n is 2 or more where the batch's statistics are used.
  func answer(_ crops: Tensor, _ pass: Pass) throws -> PartAnswer
}

/// What a ``PartNetwork`` says of a batch.
public struct PartAnswer {
  /// `[n, 19, side, side]`: the loss is taken here.
  public let cells: Tensor
  /// `[n, 18, 3]` in units of 10 cm relative to the crop's centre, and the logarithms of their scales; nil without key-points.
  public let points: (places: Tensor, logScales: Tensor)?

  /// `[n, 19, 72, 72]`: measured here, and a teacher's labels come from here.
  public func logits() throws -> Tensor {
    let size = DepthCrop.size
    return cells.shape[2] == size ? cells : try cells.resized(height: size, width: size)
  }
}

extension TrainablePartPose: PartNetwork {
  /// The low-level grid, 36 by default.
  public var side: Int {
    encoder.configuration.side(ofLayer: head.configuration.lowLevelLayer)
  }

  public func answer(_ crops: Tensor, _ pass: Pass) throws -> PartAnswer {
    let said = try self(crops, pass)
    return PartAnswer(
      cells: try said.cellLogits.asFloat(), points: (said.points, said.logScales))
  }
}

extension DeepLab: PartNetwork {
  public var side: Int { DepthCrop.size }

  public func answer(_ crops: Tensor, _ pass: Pass) throws -> PartAnswer {
    let logits = try self(crops, pass).asFloat()
    return PartAnswer(cells: logits, points: nil)
  }
}
