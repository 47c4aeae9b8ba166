import Foundation

extension Recipe {
  /// Reads a recipe; a field that no recipe has, or of another type, is an error that names it.
  public init(json: Data, from file: String) throws {
    let given: Any
    do {
      given = try JSONSerialization.jsonObject(with: json)
    } catch {
      throw TrainingError(.recipe, at: file, expected: "JSON", actual: "it does not parse")
    }
    let defaults = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Recipe()))
    let whole = try Self.overlay(given, on: defaults, path: "", file: file)
    do {
      self = try JSONDecoder().decode(Recipe.self, from: JSONSerialization.data(withJSONObject: whole))
    } catch let error as DecodingError {
      throw Self.explained(error, file: file)
    }
    try validate(file: file)
  }

  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TrainingError(.recipe, at: path, expected: "a readable recipe", actual: "there is none")
    }
    try self.init(json: data, from: path)
  }

  /// All fields, sorted and indented.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// The defaults with the given fields in their places. Objects are merged, everything else is replaced.
  private static func overlay(_ given: Any, on defaults: Any, path: String, file: String) throws -> Any {
    // A table with names of its own, such as `crossFit`, is empty by default and takes any.
    guard var known = defaults as? [String: Any], !known.isEmpty else { return given }
    guard let fields = given as? [String: Any] else {
      throw TrainingError(
        .recipe, at: "\(file), \(path.isEmpty ? "top" : path)", expected: "an object", actual: "it is not one"
      )
    }
    for (name, value) in fields {
      let place = path.isEmpty ? name : "\(path).\(name)"
      guard let old = known[name] else {
        throw TrainingError(
          .recipe, at: "\(file), \(place)", expected: "one of \(known.keys.sorted().joined(separator: ", "))",
          actual: "no recipe has this field")
      }
      known[name] = try overlay(value, on: old, path: place, file: file)
    }
    return known
  }

  private static func explained(_ error: DecodingError, file: String) -> TrainingError {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let it), .valueNotFound(_, let it), .keyNotFound(_, let it), .dataCorrupted(let it):
      context = it
    @unknown default:
      return TrainingError(.recipe, at: file, expected: "a recipe", actual: "it does not decode")
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return TrainingError(
      .recipe, at: "\(file), \(path)", expected: "a value of this field's type",
      actual: context.debugDescription)
  }

  /// Ranges that the types do not say.
  private func validate(file: String) throws {
    func need(_ holds: Bool, _ field: String, _ expected: String, _ actual: Any) throws {
      if !holds {
        throw TrainingError(.recipe, at: "\(file), \(field)", expected: expected, actual: "it is \(actual)")
      }
    }
    try need(optimisation.epochs > 0, "optimisation.epochs", "1 or more", optimisation.epochs)
    try need(optimisation.batch > 0, "optimisation.batch", "1 or more", optimisation.batch)
    try need(optimisation.rate > 0, "optimisation.rate", "a positive rate", optimisation.rate)
    try need(
      (0..<1).contains(optimisation.average), "optimisation.average", "0 to below 1", optimisation.average)
    try need((0...1).contains(optimisation.warmUp), "optimisation.warmUp", "0 to 1", optimisation.warmUp)
    try need((0..<1).contains(dropout.state), "dropout.state", "0 to below 1", dropout.state)
    try need((0..<1).contains(dropout.dense), "dropout.dense", "0 to below 1", dropout.dense)
    try need(lstmcnn.hidden == 64, "lstmcnn.hidden", "64", lstmcnn.hidden)
    try need((1...10_000).contains(lstmcnn.steps), "lstmcnn.steps", "1 to 10000", lstmcnn.steps)
    try need(lstmcnn.dense == 128, "lstmcnn.dense", "128", lstmcnn.dense)
    try need(data.sequenceFrames > 0, "data.sequenceFrames", "1 or more", data.sequenceFrames)
    try need(
      crossFit.keys.allSatisfy { Int($0) != nil }, "crossFit", "subjects' numbers as names",
      crossFit.keys.sorted())
    try need(
      optimisation.recalibration >= 0, "optimisation.recalibration", "0 or more", optimisation.recalibration)
    try need(
      data.synthetic >= 0 && data.syntheticSequences >= 0 && validation.synthetic >= 0
        && validation.syntheticSequences >= 0, "data.synthetic, validation.synthetic", "0 or more", "below")
    try need(
      data.crops.posesPerPerson > 0, "data.crops.posesPerPerson", "1 or more", data.crops.posesPerPerson)
    try need(
      (0...30).contains(augmentation.rotation), "augmentation.rotation", "0 to 30 degrees",
      augmentation.rotation)
    try need(
      (0..<0.9).contains(augmentation.scale), "augmentation.scale", "0 to below 0.9", augmentation.scale)
    try need((0...1).contains(augmentation.missing), "augmentation.missing", "0 to 1", augmentation.missing)
    try need(
      data.recordings.isEmpty || skeleton == .kinect, "skeleton",
      "kinect, as the labels of \(data.recordings) are", skeleton.rawValue)
    try need(loss.beta > 0, "loss.beta", "a positive number", loss.beta)
    try need(data.every > 0, "data.every", "1 or more", data.every)
    try need(
      data.labelledShare > 0 && data.labelledShare <= 1, "data.labelledShare", "above 0, to 1",
      data.labelledShare)
    try need((0..<1).contains(validation.share), "validation.share", "0 to below 1", validation.share)
    try need(
      ["", "utd", "msr"].contains(data.recordings), "data.recordings", "utd, msr or nothing", data.recordings)
    try need(
      stage != .lstmcnn || optimisation.precision == .single, "optimisation.precision",
      "single for an LSTM-CNN", optimisation.precision)
    try need((1...64).contains(threads), "threads", "1 to 64", threads)
    try need(
      !encoder.layers.isEmpty
        && encoder.layers.allSatisfy {
          $0.channels > 0 && $0.channels % 16 == 0 && (1...2).contains($0.stride)
        },
      "encoder.layers", "layers of 16, 32 ... channels and stride 1 or 2", encoder.layers)
    try need(encoder.size == 72, "encoder.size", "72", encoder.size)
    try need(
      Set(data.subjects).isDisjoint(with: data.testSubjects), "data.subjects",
      "none of the test subjects \(data.testSubjects)", data.subjects)
    try need(
      Set(data.subjects).isSuperset(of: validation.subjects), "validation.subjects",
      "some of data.subjects \(data.subjects)", validation.subjects)
    try validateTeaching(need)
  }

  private func validateTeaching(_ need: (Bool, String, String, Any) throws -> Void) throws {
    let teaching = teaching
    try need(
      ["", "utd", "msr"].contains(teaching.unlabelled), "teaching.unlabelled", "utd, msr or nothing",
      teaching.unlabelled)
    try need(teaching.batch > 1, "teaching.batch", "2 or more", teaching.batch)
    try need((0..<1).contains(teaching.keep), "teaching.keep", "0 to below 1", teaching.keep)
    try need((0...1).contains(teaching.rampUp), "teaching.rampUp", "0 to 1", teaching.rampUp)
    try need((0...1).contains(teaching.confidence), "teaching.confidence", "0 to 1", teaching.confidence)
    try need((0...1).contains(teaching.mix), "teaching.mix", "0 to 1", teaching.mix)
    try need(
      [teaching.partWeight, teaching.pointWeight, teaching.consistency].allSatisfy { $0 >= 0 },
      "teaching.partWeight, pointWeight, consistency", "0 or more", "below")
    for (name, one) in [("augmentation", augmentation), ("teaching.strong", teaching.strong)] {
      try need(
        (0...28).contains(one.turn) && (0...28).contains(one.tilt), "\(name).turn, tilt", "0 to 28 degrees",
        "\(one.turn), \(one.tilt)")
    }
    let weak = teaching.weak
    try need(
      weak.shift == 0 && weak.scale == 0 && weak.rotation == 0 && weak.mirror == 0 && weak.turn == 0
        && weak.tilt == 0 && weak.depthShift == 0 && weak.cutOut == 0 && weak.missing == 0, "teaching.weak",
      "a view that moves and loses nothing", "another")
    for one in [teaching.strong, weak] {
      try need(
        (0...30).contains(one.rotation) && (0..<0.9).contains(one.scale) && (0...1).contains(one.missing),
        "teaching.strong, weak", "rotation up to 30, scale below 0.9, missing up to 1", "beyond")
    }
    let loss = parts.loss
    try need(
      loss.diceWeight >= 0 && loss.crossEntropyWeight >= 0 && loss.diceWeight + loss.crossEntropyWeight > 0
        && loss.smoothing > 0, "parts.loss", "weights of 0 or more, not both 0, and a smoothing above 0",
      "\(loss.diceWeight), \(loss.crossEntropyWeight), \(loss.smoothing)")
    if stage == .parts {
      try need(
        optimisation.batch > 1, "optimisation.batch", "2 or more in the stage parts", optimisation.batch)
      try need(
        optimisation.recalibration > 0, "optimisation.recalibration", "1 or more in the stage parts",
        optimisation.recalibration)
      try need(
        parts.width > 0 && parts.width % 2 == 0, "parts.width", "an even number above 0", parts.width)
      let side = encoder.layers.prefix(parts.head.lowLevelLayer + 1)
        .reduce(encoder.size) { ($0 + $1.stride - 1) / $1.stride }
      try need(
        encoder.layers.indices.contains(parts.head.lowLevelLayer) && encoder.size % side == 0,
        "parts.head.lowLevelLayer", "a layer whose grid divides the crop of \(encoder.size)",
        parts.head.lowLevelLayer)
    }
    let hard = parts.hardExamples
    try need(
      (0...1).contains(hard.confidence) && hard.leastPixels >= 0, "parts.hardExamples",
      "a confidence of 0 to 1 and 0 pixels or more", "\(hard.confidence), \(hard.leastPixels)")
    try need(parts.weight >= 0, "parts.weight", "0 or more", parts.weight)
    try need(
      stage != .parts || optimisation.average == 0, "optimisation.average",
      "0 in the stage parts, whose teachers are the averages", optimisation.average)
    try need(
      stage == .parts || teaching.method == .supervised, "teaching.method",
      "supervised outside the stage parts",
      teaching.method.rawValue)
  }
}
