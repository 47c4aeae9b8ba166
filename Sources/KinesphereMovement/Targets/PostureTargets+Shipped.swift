extension PostureTargets {
  /// The tolerance of ankles and elbows, degrees: tracked, they are twice as far off as other joints (docs/posture.md).
  private static let unsure: Float = 10

  /// Positions of classical dance: a start for a teacher's own file, not an authority.
  ///
  /// Depths and heights are what syllabi agree on roughly; straight limbs get 15°, because an angle between estimated points
  /// is never 0. `kinesphere posture --write-targets FILE` writes it.
  public static let shipped = PostureTargets([
    PostureTarget(
      "demi-plié", side: .both,
      when: .entry([.init(.kneeFlexion, above: 20)], unless: [.init(.kneeFlexion, above: 95)], seconds: 0.4),
      ranges: [.init(.kneeFlexion, 45...90, judge: .peak), .init(.trunkPitch, -15...20, judge: .withFirst)]),
    PostureTarget(
      "grand plié", side: .both,
      when: .entry([.init(.kneeFlexion, above: 90)], unless: [], seconds: 0.2),
      ranges: [.init(.kneeFlexion, 100...150, judge: .peak), .init(.trunkPitch, -15...25, judge: .withFirst)]),
    PostureTarget(
      "relevé", side: .both,
      when: .entry(
        [
          .init(.ankleDorsiflexion, below: -15), .init(.kneeFlexion, below: 40),
          .init(.legElevation, below: 40),
        ],
        unless: [], seconds: 0.4),
      ranges: [
        .init(.ankleDorsiflexion, -80 ... -35, judge: .lowest),
        .init(.kneeFlexion, 0...15, judge: .withFirst),
      ], tolerance: unsure),
    PostureTarget(
      "tendu", side: .either,
      when: .entry(
        [
          .init(.legElevation, above: 12, below: 40), .init(.kneeFlexion, below: 25),
          .init(.kneeFlexion, below: 25, limb: .supporting), .init(.ankleDorsiflexion, below: -15),
          .init(.ankleDorsiflexion, above: -15, limb: .supporting),
        ], unless: [], seconds: 0.4),
      ranges: [
        .init(.ankleDorsiflexion, -80 ... -35, judge: .lowest),
        .init(.kneeFlexion, 0...15, judge: .withFirst),
        .init(.kneeFlexion, 0...15, judge: .withFirst, limb: .supporting),
      ], tolerance: unsure),
    PostureTarget(
      "arabesque", side: .either,
      when: .entry(
        [
          .init(.hipFlexion, below: -20), .init(.kneeFlexion, below: 50),
          .init(.kneeFlexion, below: 50, limb: .supporting),
          .init(.hipFlexion, above: -10, limb: .supporting),
        ], unless: [], seconds: 0.5),
      ranges: [
        .init(.hipFlexion, -75 ... -30, judge: .lowest), .init(.kneeFlexion, 0...15, judge: .withFirst),
        .init(.kneeFlexion, 0...15, judge: .withFirst, limb: .supporting),
      ]),
    PostureTarget(
      "développé", side: .either,
      when: .entry(
        [
          .init(.legElevation, above: 50), .init(.hipFlexion, above: 0), .init(.kneeFlexion, below: 60),
          .init(.kneeFlexion, below: 40, limb: .supporting),
          // Both thighs forwards of the pelvis: the dancer bends.
          .init(.legElevation, below: 35, limb: .supporting),
        ], unless: [], seconds: 0.4),
      ranges: [
        .init(.legElevation, 80...170, judge: .peak), .init(.kneeFlexion, 0...15, judge: .withFirst),
        .init(.kneeFlexion, 0...15, judge: .withFirst, limb: .supporting),
      ]),
    PostureTarget(
      "retiré", side: .either,
      when: .entry(
        [.init(.kneeFlexion, above: 75), .init(.kneeFlexion, below: 40, limb: .supporting)], unless: [],
        seconds: 0.3),
      ranges: [
        .init(.kneeFlexion, 100...150, judge: .peak),
        .init(.kneeFlexion, 0...15, judge: .withFirst, limb: .supporting),
      ]),
    PostureTarget(
      "arms in second position", side: .both,
      when: .entry(
        [.init(.shoulderElevation, above: 55, below: 120), .init(.shoulderPlane, above: -20, below: 50)],
        unless: [], seconds: 0.6),
      ranges: [
        .init(.shoulderElevation, 60...100, judge: .mean), .init(.elbowFlexion, 0...50, judge: .mean),
      ],
      tolerance: unsure),
    PostureTarget(
      "arms in fifth position", side: .both,
      when: .entry([.init(.shoulderElevation, above: 130)], unless: [], seconds: 0.4),
      ranges: [
        .init(.shoulderElevation, 140...180, judge: .peak), .init(.elbowFlexion, 10...80, judge: .withFirst),
      ], tolerance: unsure),
    PostureTarget(
      "upright trunk", side: .both,
      when: .entry(
        [.init(.legElevation, below: 25), .init(.kneeFlexion, below: 20)], unless: [], seconds: 0.5),
      ranges: [
        .init(.trunkPitch, -12...15, judge: .throughout), .init(.trunkRoll, -12...12, judge: .throughout),
      ]),
  ])
}
