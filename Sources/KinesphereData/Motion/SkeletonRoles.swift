/// Which of a file's points are which joints, found by their names: Kinect v1 and v2, our key-points, BVH of the usual
/// programs, CMU's ASF bones (their ends), Qualisys' marker set of Casa Paganini, Vicon's Plug-in Gait.
///
/// A role may be the mean of several points (the two sides of an elbow). Names are compared without case, spaces and
/// punctuation, and without what stands before a colon (`mixamorig:Hips`).
struct SkeletonRoles: Sendable {
  struct Side: Sendable {
    let hip, knee, ankle, shoulder, elbow, wrist: [Int]
    /// nil where the file has none.
    let foot, hand: [Int]?
  }

  let head: [Int]
  let neck: [Int]
  /// The chest's pivot; nil where the file has none.
  let spine: [Int]?
  let left: Side
  let right: Side
  /// True where a camera saw the skeleton: its y is the camera's, perhaps tilted, and its feet are Kinect's.
  let isCamera: Bool

  init?(_ points: PointSequence) {
    guard points.dimensions >= 3 else { return nil }
    var indices: [String: Int] = [:]
    for (index, name) in points.names.enumerated() where indices[Self.plain(name)] == nil {
      indices[Self.plain(name)] = index
    }
    func first(_ choices: [[String]]) -> [Int]? {
      choices.lazy.compactMap { names in
        let found = names.compactMap { indices[$0] }
        return found.count == names.count ? found : nil
      }.first
    }
    func side(_ isLeft: Bool) -> Side? {
      func find(_ choices: [[String]]) -> [Int]? {
        first(choices.map { $0.map { isLeft ? $0 : Self.right($0) } })
      }
      // BVH calls the ankle foot, the wrist hand, and the shoulder joint arm.
      let ankle = find([["leftankle"], ["ankleleft"], ["lankleout"], ["ltibia"], ["lank"]])
      let wrist = find([
        ["leftwrist"], ["wristleft"], ["lwristin", "lwristout"], ["lradius"], ["lwra", "lwrb"],
      ])
      let fore = find([["leftforearm"]])
      guard
        let hip = find([
          ["leftupleg"], ["lefthip"], ["hipleft"], ["leftthigh"], ["waistl"], ["lhipjoint"], ["lasi"],
        ]),
        let knee = find([
          ["leftknee"], ["kneeleft"], ["leftleg"], ["leftshin"], ["lkneeout", "lkneein"], ["lfemur"],
          ["lkne"],
        ]),
        let foot = ankle ?? find([["leftfoot"]]),
        let shoulder = (fore == nil ? nil : find([["leftarm"], ["leftuparm"]]))
          ?? find([
            ["leftshoulder"], ["shoulderleft"], ["leftuparm"], ["leftarm"], ["lshouldertop"], ["lclavicle"],
            ["lsho"],
          ]),
        let elbow = fore
          ?? find([
            ["leftelbow"], ["elbowleft"], ["leftlowarm"], ["lelbowout", "lelbowin"], ["lhumerus"], ["lelb"],
          ]),
        let hand = wrist ?? find([["lefthand"]])
      else { return nil }
      let toes =
        ankle == nil
        ? [["lefttoebase"], ["lefttoe"], ["leftfootend"]]
        : [["leftfoot"], ["footleft"], ["lforefoot5", "lforefoot2"], ["lefttoe"], ["ltoe"], ["lfoot"]]
      let fingers =
        wrist == nil
        ? [["lefthandend"], ["lefthandindex1"]]
        : [["lefthand"], ["handleft"], ["lhand2"], ["lhand"], ["lfin"]]
      return Side(
        hip: hip, knee: knee, ankle: foot, shoulder: shoulder, elbow: elbow, wrist: hand, foot: find(toes),
        hand: find(fingers))
    }
    guard let left = side(true), let right = side(false),
      let head = first([
        ["head"], ["headfront", "headl", "headr"], ["lfhd", "rfhd", "lbhd", "rbhd"], ["lfhd", "rfhd"],
      ]),
      let neck = first([
        ["spineshoulder"], ["shouldercenter"], ["neck"], ["neck1"],
        ["lshouldertop", "rshouldertop"], ["thorax"], ["c7", "clav"],
      ])
    else { return nil }
    (self.left, self.right, self.head, self.neck) = (left, right, head, neck)
    spine = first([["spinemid"], ["spine1"], ["spine"], ["chest"], ["lowerback"], ["t10", "strn"]])
    isCamera =
      ["spinebase", "hipcenter"].contains { indices[$0] != nil }
      || points.names.allSatisfy { KeyPointNames.all.contains($0) }
  }

  private enum KeyPointNames {
    static let all: Set<String> = [
      "head", "neck", "spine", "pelvis", "left_shoulder", "left_elbow", "left_wrist", "left_hip", "left_knee",
      "left_ankle", "left_foot", "right_shoulder", "right_elbow", "right_wrist", "right_hip", "right_knee",
      "right_ankle", "right_foot",
    ]
  }

  /// Small letters and digits only, after the last colon.
  static func plain(_ name: String) -> String {
    let end = name.split(separator: ":").last.map(String.init) ?? name
    return String(end.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  /// The other side's name.
  static func right(_ name: String) -> String {
    if name.contains("left") { return name.replacing("left", with: "right") }
    if name.hasPrefix("waistl") { return "waistr" + name.dropFirst(6) }
    return "r" + name.dropFirst()
  }
}
