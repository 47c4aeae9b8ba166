import Kinesphere

/// What the user says about a recording; each field overrides the file's own word and the data set's card.
public struct RecordingOptions: Sendable {
  /// nil: the file or its card must say.
  public var camera: Intrinsics?
  /// nil: the file, its card or the camera option must say.
  public var mirrored: Bool?
  /// nil: the file or its card must say.
  public var unit: DepthUnit?
  /// Frames per second; nil: the file's or its card's, else 30 with that said in the provenance.
  public var rate: Double?
  /// nil: as the file or its card says, else not segmented.
  public var isSegmented: Bool?
  /// False lets a recording be opened whose camera, mirroring or unit nobody says, to look what is in it; its
  /// depth then stays in raw units.
  public var requiresCamera: Bool
  /// Who decodes what is not decoded here.
  public var ffmpeg: FFmpeg

  public init(
    camera: Intrinsics? = nil, mirrored: Bool? = nil, unit: DepthUnit? = nil, rate: Double? = nil,
    isSegmented: Bool? = nil, requiresCamera: Bool = true,
    ffmpeg: FFmpeg = FFmpeg()
  ) {
    self.camera = camera
    self.mirrored = mirrored
    self.unit = unit
    self.rate = rate
    self.isSegmented = isSegmented
    self.requiresCamera = requiresCamera
    self.ffmpeg = ffmpeg
  }
}

/// What a file says of itself, before cards and options.
struct RecordingFacts {
  var path: String
  var format: RecordingFormat
  var width, height: Int
  var frameCount: Int?
  var camera: Camera?
  var rate: Double?
  var unit: DepthUnit?
  var isSegmented: Bool?
  var card: DataSetCard?
  var provenance: String?
  var notices: [String] = []
}

extension RecordingHeader {
  /// Brings together option, file and card, in this order; throws where none says what must be known.
  init(_ facts: RecordingFacts, options: RecordingOptions) throws(RecordingError) {
    func unstated(_ what: String, flag: String) -> RecordingError {
      RecordingError(
        .unstated, file: facts.path, expected: "\(what) from the file, its data set or \(flag)",
        actual: "none of them says it")
    }
    let known = facts.camera ?? facts.card?.camera
    let intrinsics = options.camera ?? known.map(Intrinsics.init)
    let mirrored = options.mirrored ?? options.camera?.isMirrored ?? known?.isMirrored
    let unit = options.unit ?? facts.unit ?? facts.card?.unit
    if options.requiresCamera {
      if intrinsics == nil { throw unstated("the camera's focal lengths and centre", flag: "--camera") }
      if mirrored == nil {
        throw unstated("whether the picture is mirrored", flag: "--mirrored or --unmirrored")
      }
      if unit == nil { throw unstated("the unit of depth", flag: "--unit") }
    }
    name = InputFile.stem(facts.path)
    format = facts.format
    width = facts.width
    height = facts.height
    if let intrinsics, let mirrored {
      camera = intrinsics.camera(width: facts.width, height: facts.height, isMirrored: mirrored)
      if camera == nil {
        throw intrinsics.mismatch(width: facts.width, height: facts.height, file: facts.path)
      }
    } else {
      camera = nil
    }
    frameCount = facts.frameCount
    self.unit = unit ?? DepthUnit(name: "unknown unit, read as millimetres", millimetres: 1)
    isSegmented = options.isSegmented ?? facts.isSegmented ?? facts.card?.isSegmented ?? false
    let rate = options.rate ?? facts.rate ?? facts.card?.rate
    let isLive = facts.frameCount == nil
    self.rate = rate ?? (isLive ? nil : 30)
    var sources: [String] = []
    if let provenance = facts.provenance { sources.append(provenance) }
    if let card = facts.card { sources.append("card \(card.name) (\(card.citation))") }
    if options.camera != nil || options.mirrored != nil || options.unit != nil || options.rate != nil {
      sources.append("given options")
    }
    if rate == nil && !isLive { sources.append("rate assumed") }
    if let note = facts.card?.rateNote, options.rate == nil { sources.append("rate \(note)") }
    provenance = sources.isEmpty ? "nothing is said of the camera" : sources.joined(separator: "; ")
    card = facts.card
    notices =
      facts.notices + Self.contradictions(facts, options)
      + (rate == nil && !isLive ? [Self.assumedRate] : [])
  }

  /// What is said of a recording whose rate nobody says.
  static let assumedRate = "no rate is said: 30 frames/s are assumed"

  /// What the user says against the file or its data set's card.
  private static func contradictions(_ facts: RecordingFacts, _ options: RecordingOptions) -> [String] {
    var lines: [String] = []
    func note<Value: Equatable>(_ what: String, _ given: Value?, file: Value?, card: Value?) {
      guard let given, let said = file ?? card, given != said else { return }
      lines.append(
        "the \(what) that was given is taken against what \(file != nil ? "the file" : "its data set") says")
    }
    /// Of the recording's size, so that a preset for another size is the same camera.
    func camera(_ intrinsics: Intrinsics?) -> Camera? {
      intrinsics?.camera(width: facts.width, height: facts.height, isMirrored: false)
    }
    note(
      "camera", camera(options.camera), file: camera(facts.camera.map(Intrinsics.init)),
      card: camera((facts.card?.camera).map(Intrinsics.init)))
    note("mirroring", options.mirrored, file: facts.camera?.isMirrored, card: facts.card?.camera.isMirrored)
    note(
      "unit of depth", options.unit?.millimetres, file: facts.unit?.millimetres,
      card: facts.card?.unit.millimetres)
    note("rate", options.rate, file: facts.rate, card: facts.card?.rate)
    note("segmentation", options.isSegmented, file: facts.isSegmented, card: facts.card?.isSegmented)
    return lines
  }
}
