import RealModule

@testable import Kinesphere

/// The part head of the contract in plain Swift and double precision: the tests' truth.
struct PlainPicture {
  var side: Int
  var channels: Int
  /// `[side, side, channels]`.
  var values: [Double]

  init(side: Int, channels: Int, values: [Double]) {
    precondition(values.count == side * side * channels, "a picture holds all its cells")
    self.side = side
    self.channels = channels
    self.values = values
  }

  /// What an encoder's layer made of the crop read last.
  init(_ encoder: CropEncoder, layer: Int) {
    self = encoder.withFeatures(layer: layer) { features in
      var values: [Double] = []
      for y in 0..<features.side {
        for index in 0..<features.side * features.channels {
          values.append(Double(features.start[y * features.row + index]))
        }
      }
      return PlainPicture(side: features.side, channels: features.channels, values: values)
    }
  }

  subscript(x: Int, y: Int, channel: Int) -> Double { values[(y * side + x) * channels + channel] }

  /// A 1 x 1 convolution.
  func pointwise(_ name: String, _ parameters: Parameters, isRectified: Bool = true) -> PlainPicture {
    let (weight, bias) = (parameters.tensor(name + ".weight") ?? [], parameters.tensor(name + ".bias") ?? [])
    let made = PlainKernels.convolution(
      values, side: side, channels: channels, weight: weight, bias: bias, kernel: 1, stride: 1,
      rectified: isRectified)
    return PlainPicture(side: side, channels: bias.count, values: made)
  }

  /// A depthwise 3 x 3 convolution with zeros beyond the edge, and ReLU.
  func depthwise(weight: [Float], bias: [Float], rate: Int) -> PlainPicture {
    var result = self
    for y in 0..<side {
      for x in 0..<side {
        for channel in 0..<channels {
          var sum = Double(bias[channel])
          for tap in 0..<9 {
            let (row, column) = (y + (tap / 3 - 1) * rate, x + (tap % 3 - 1) * rate)
            guard (0..<side).contains(row), (0..<side).contains(column) else { continue }
            sum += Double(weight[channel * 9 + tap]) * self[column, row, channel]
          }
          result.values[(y * side + x) * channels + channel] = max(0, sum)
        }
      }
    }
    return result
  }

  func separable(_ name: String, _ parameters: Parameters, rate: Int) -> PlainPicture {
    let weight = parameters.tensor(name + ".depth.weight") ?? []
    let bias = parameters.tensor(name + ".depth.bias") ?? []
    return depthwise(weight: weight, bias: bias, rate: rate).pointwise(name + ".point", parameters)
  }

  /// The mean of all cells, as one cell.
  var mean: PlainPicture {
    let sums = (0..<channels).map { channel in
      (0..<side * side).reduce(0.0) { $0 + values[$1 * channels + channel] } / Double(side * side)
    }
    return PlainPicture(side: 1, channels: channels, values: sums)
  }

  /// Bilinear interpolation, `align_corners` false.
  func upsampled(to size: Int) -> PlainPicture {
    func between(_ index: Int) -> (Int, Int, Double) {
      let place = max(0, (Double(index) + 0.5) * Double(side) / Double(size) - 0.5)
      let first = min(Int(place), side - 1)
      return (first, min(first + 1, side - 1), place - Double(first))
    }
    var made: [Double] = []
    for y in 0..<size {
      let (upper, lower, down) = between(y)
      for x in 0..<size {
        let (left, right, across) = between(x)
        for channel in 0..<channels {
          let above = self[left, upper, channel] * (1 - across) + self[right, upper, channel] * across
          let below = self[left, lower, channel] * (1 - across) + self[right, lower, channel] * across
          made.append(above * (1 - down) + below * down)
        }
      }
    }
    return PlainPicture(side: size, channels: channels, values: made)
  }

  /// The channels of several pictures of one side, one behind the other in every cell.
  static func joined(_ pictures: [PlainPicture]) -> PlainPicture {
    let side = pictures[0].side
    let values = (0..<side * side).flatMap { cell in
      pictures.flatMap { $0.values[cell * $0.channels..<(cell + 1) * $0.channels] }
    }
    return PlainPicture(side: side, channels: pictures.reduce(0) { $0 + $1.channels }, values: values)
  }

  /// The whole head: logits of 19 classes, on the low-level picture's grid.
  static func logits(
    deep: PlainPicture, fine: PlainPicture, _ configuration: PartSegmenter.Configuration,
    _ parameters: Parameters
  ) -> PlainPicture {
    var branches = [deep.pointwise("parts.pyramid0", parameters)]
    for (index, rate) in configuration.rates.enumerated() {
      branches.append(deep.separable("parts.pyramid\(index + 1)", parameters, rate: rate))
    }
    branches.append(deep.mean.pointwise("parts.pooled", parameters).upsampled(to: deep.side))
    let project = joined(branches).pointwise("parts.project", parameters)
    let low = fine.pointwise("parts.low", parameters)
    var picture = joined([project.upsampled(to: fine.side), low])
    picture = picture.separable("parts.decode0", parameters, rate: 1)
    picture = picture.separable("parts.decode1", parameters, rate: 1)
    return picture.pointwise("parts.classify", parameters, isRectified: false)
  }

  /// The likeliest class of each pixel of `size` x `size`.
  func classes(size: Int) -> [UInt8] {
    let fine = upsampled(to: size)
    return (0..<size * size).map { pixel in
      let cell = fine.values[pixel * channels..<(pixel + 1) * channels]
      return UInt8((cell.indices.max { cell[$0] < cell[$1] } ?? 0) - cell.startIndex)
    }
  }

  /// The 126 numbers from logits and the crop.
  func observation(crop: [Float], size: Int, halfSize: Double) -> [Double] {
    let block = size / side
    var cells: [(p: [Double], place: [Double])] = []
    for y in 0..<side {
      for x in 0..<side {
        let values = (0..<block * block).map {
          crop[(y * block + $0 / block) * size + x * block + $0 % block]
        }
        let depth = values.min() ?? 1
        guard depth < 1 else { continue }
        let logits = (0..<channels).map { self[x, y, $0] }
        let largest = logits.max() ?? 0
        let weights = logits.map { Double.exp($0 - largest) }
        let total = weights.reduce(0, +)
        let half = halfSize * 10
        cells.append(
          (
            weights.map { $0 / total },
            [
              ((Double(x) + 0.5) / Double(side) * 2 - 1) * half,
              -((Double(y) + 0.5) / Double(side) * 2 - 1) * half, Double(depth) * half,
            ]
          ))
      }
    }
    return (0..<18).flatMap { part -> [Double] in
      let mass = cells.reduce(0) { $0 + $1.p[part] }
      guard mass >= 0.05 else { return [Double](repeating: 0, count: 7) }
      let centroid = (0..<3).map { axis in
        cells.reduce(0) { $0 + $1.p[part] * $1.place[axis] } / mass
      }
      let extent = (0..<3).map { axis in
        let sum = cells.reduce(0.0) { total, cell in
          let away = cell.place[axis] - centroid[axis]
          return total + cell.p[part] * away * away
        }
        return (sum / mass).squareRoot()
      }
      return centroid + extent + [min(1, mass / 4)]
    }
  }
}
