import Kinesphere

extension SkeletonLabels {
  /// Reads the labels of a take; nil where it has none.
  ///
  /// One pose a frame; NaN in frames without labels and where a record is damaged.
  public init?(take folder: String) throws(RecordingError) {
    let description = try TakeDescription(path: Take.file(Take.description, in: folder))
    guard let convention = description.labels else { return nil }
    let file = Take.file(Take.labels, in: folder)
    var log = try RecordLogReader(InputFile(file))
    var motion = Motion()
    func time() -> Double { Double(motion.count) / description.rate }
    walk: while true {
      switch try log.next() {
      case .end, .torn: break walk
      case .gap(let records, _):
        for _ in 0..<records { motion.append(Pose(), at: time()) }
      case .record(let head, let payload):
        let bytes =
          head.length == Take.labelFloats * 4 ? try log.file.bytes(at: payload, count: head.length) : []
        let isSound = bytes.withUnsafeBytes { !$0.isEmpty && RecordLog.checksum($0) == head.payloadChecksum }
        motion.append(isSound ? Self.pose(bytes) : Pose(), at: head.time.isFinite ? head.time : time())
      }
    }
    self.init(motion: motion, file: file, convention: convention)
  }

  private static func pose(_ bytes: [UInt8]) -> Pose {
    func float(_ place: Int) -> Float { Float(bitPattern: bytes.littleEndian(UInt32.self, at: place * 4)) }
    var pose = Pose()
    for index in 0..<KeyPoint.count {
      pose.points[index] = SIMD3(float(index * 4), float(index * 4 + 1), float(index * 4 + 2))
      pose.confidence[index] = float(index * 4 + 3)
    }
    return pose
  }
}
