extension Recipe {
  /// Ranges that the types do not say.
  func validate(file: String) throws {
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
    try need(
      data.labelledShare == 1 || !data.recordings.isEmpty || (stage == .parts && data.synthetic > 0),
      "data.labelledShare", "1 without recordings (the stage parts draws from synthetic people too)",
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
      data.labelledSubjects.isEmpty || !data.recordings.isEmpty, "data.labelledSubjects",
      "none without recordings", data.labelledSubjects)
    try need(
      Set(data.subjects).isSuperset(of: data.labelledSubjects), "data.labelledSubjects",
      "some of data.subjects \(data.subjects)", data.labelledSubjects)
    try need(
      data.labelledSubjects.isEmpty
        || !Set(data.labelledSubjects).isSubset(of: validation.subjects), "data.labelledSubjects",
      "one who does not validate (validation.subjects \(validation.subjects))", data.labelledSubjects)
    try need(
      Set(data.subjects).isSuperset(of: validation.subjects), "validation.subjects",
      "some of data.subjects \(data.subjects)", validation.subjects)
    try validateTeaching(need)
    try validateWindows(need)
  }
}
