/// Sound files of motion as other programs write it; MotionFormatTests knows where their points lie.
extension FuzzTexts {
  static let trc = [
    "PathFileType\t4\t(X/Y/Z)\ta.trc",
    "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
    "50\t50\t2\t2\tmm\t50\t1\t2", "Frame#\tTime\tA\t\t\tB\t\t", "\t\tX1\tY1\tZ1\tX2\tY2\tZ2", "",
    "1\t0\t1000\t2000\t3000\t4000\t5000\t6000", "2\t0.02\t7000\t8000\t9000\t\t\t",
  ].joined(separator: "\n")

  static let asf = """
    :version 1.10
    :units
      mass 1.0
      length 1
      angle deg
    :root
      order TX TY TZ RX RY RZ
      axis XYZ
      position 0 0 0
      orientation 0 0 0
    :bonedata
      begin
        id 1
        name thigh
        direction 0 -1 0
        length 4
        axis 0 0 0 XYZ
        dof rx
      end
      begin
        name shin
        direction 0 -1 0
        length 3
        axis 0 0 90 XYZ
        dof rx
      end
    :hierarchy
      begin
        root thigh
        thigh shin
      end
    """

  static let amc = """
    #!OML:ASF
    :FULLY-SPECIFIED
    :DEGREES
    1
    root 10 20 30 0 90 0
    thigh 90
    shin 45
    2
    root 10 20 30 0 0 0
    thigh 0
    shin 0
    """
}
