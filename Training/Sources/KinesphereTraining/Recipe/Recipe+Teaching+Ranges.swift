import Kinesphere
import KinesphereData

extension Recipe {
  func validateTeaching(_ need: (Bool, String, String, Any) throws -> Void) throws {
    let teaching = teaching
    try need(
      stage == .parts || ["", "utd", "msr"].contains(teaching.unlabelled), "teaching.unlabelled",
      "utd, msr or nothing (the stage parts takes any folder's name)", teaching.unlabelled)
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
      try need((0...2).contains(one.height), "\(name).height", "0 to 2 metres", one.height)
    }
    let weak = teaching.weak
    try need(
      weak.shift == 0 && weak.scale == 0 && weak.rotation == 0 && weak.mirror == 0 && weak.turn == 0
        && weak.tilt == 0 && weak.height == 0 && weak.depthShift == 0 && weak.cutOut == 0
        && weak.missing == 0, "teaching.weak",
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
      try need(
        !parts.rates.isEmpty && parts.rates.allSatisfy { $0 > 0 }, "parts.rates",
        "one or more numbers above 0",
        parts.rates)
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
  }

  /// What only the stage `lstmcnn` has, and what it does not have.
  func validateWindows(_ need: (Bool, String, String, Any) throws -> Void) throws {
    let method = teaching.method
    try need(
      stage != .encoder || method == .supervised, "teaching.method", "supervised in the stage encoder",
      method.rawValue)
    let all = [
      ("windows", windows), ("teaching.weakWindows", teaching.weakWindows),
      ("teaching.strongWindows", teaching.strongWindows),
    ]
    for (name, one) in all { try one.validate(name, preset: preset, need) }
    var weak = teaching.weakWindows
    weak.noise = 0
    weak.longestLoss = WindowAugmentation.none.longestLoss
    try need(weak == .none, "teaching.weakWindows", "noise alone", "more")
    guard stage == .lstmcnn else {
      var plain = Teaching()
      (plain.weakWindows, plain.strongWindows) = (teaching.weakWindows, teaching.strongWindows)
      try need(
        windows == .none && Teaching().weakWindows == plain.weakWindows
          && Teaching().strongWindows == plain.strongWindows, "windows, teaching.weakWindows, strongWindows",
        "no settings of windows in the stage \(stage.rawValue)", "set")
      return
    }
    var plain = Teaching()
    (plain.method, plain.unlabelled, plain.batch, plain.keep) = (
      method, teaching.unlabelled, teaching.batch, teaching.keep
    )
    (plain.pointWeight, plain.rampUp) = (teaching.pointWeight, teaching.rampUp)
    (plain.weakWindows, plain.strongWindows) = (teaching.weakWindows, teaching.strongWindows)
    try need(
      teaching == plain, "teaching.partWeight, consistency, confidence, weak, strong, mix",
      "no settings of crops in the stage lstmcnn", "set")
    guard method != .supervised else { return }
    try need(
      optimisation.average == 0, "optimisation.average", "0 beside a teacher, who is the average",
      optimisation.average)
    try need(
      !teaching.unlabelled.isEmpty || hasUnlabelledRecordings,
      "teaching.unlabelled",
      "a data set, or recordings with data.labelledShare below 1 or data.labelledSubjects",
      "empty, and every sequence has its label")
  }
}

extension WindowAugmentation {
  fileprivate func validate(
    _ name: String, preset: NetworkWeights.Preset,
    _ need: (Bool, String, String, Any) throws -> Void
  ) throws {
    try need(noise >= 0, "\(name).noise", "0 or more", noise)
    try need((0..<1).contains(lostFrames), "\(name).lostFrames", "0 to below 1", lostFrames)
    try need((0...1).contains(lostPoints), "\(name).lostPoints", "0 to 1", lostPoints)
    try need(longestLoss > 0, "\(name).longestLoss", "1 or more", longestLoss)
    try need(shift >= 0, "\(name).shift", "0 or more", shift)
    try need((0..<0.9).contains(stretch), "\(name).stretch", "0 to below 0.9", stretch)
    try need(
      (0...28).contains(turn) && (turn == 0 || preset == .crop), "\(name).turn",
      "0 to 28 degrees in the preset crop, 0 in others", turn)
  }
}
