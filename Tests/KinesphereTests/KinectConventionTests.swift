import Kinesphere
import Testing

/// A person who stands at 2.5 m and faces the camera; mirrored picture: the own right is at positive x.
private let standing: Pose = {
  var pose = Pose(points: [SIMD3<Float>](repeating: SIMD3(0, 0, 2.5), count: 18))
  pose[.neck] = SIMD3(0, 0.55, 2.5)
  pose[.head] = SIMD3(0, 0.7, 2.5)
  pose[.spine] = SIMD3(0, 0.15, 2.5)
  for (side, s) in [(0, Float(-1)), (7, Float(1))] {
    for (offset, place) in [
      (0, SIMD2<Float>(0.18, 0.46)), (1, SIMD2(0.3, 0.2)), (2, SIMD2(0.3, 0)),
      (3, SIMD2(0.1, 0)), (4, SIMD2(0.1, -0.44)), (5, SIMD2(0.1, -0.87)), (6, SIMD2(0.1, -0.9)),
    ] {
      pose.points[4 + side + offset] = SIMD3(s * place.x, place.y, 2.5)
    }
  }
  return pose
}()

@Suite struct KinectConventionTests {
  @Test func theHipCentreRisesFifteenCentimetresAndComesForward() {
    let moved = KinectConvention.pose(from: standing, isMirrored: true)[.pelvis] - standing[.pelvis]
    #expect(abs(moved.y - 0.15) < 1e-5)
    #expect(abs(moved.z + 0.03) < 1e-5)
  }

  @Test func anklesRiseAlongTheShankAndFeetAreShort() {
    var bent = standing
    // The shank points away from the camera, the toes down.
    bent[.leftAnkle] = bent[.leftKnee] + SIMD3(0, 0, 0.42)
    bent[.leftFoot] = bent[.leftAnkle] + SIMD3(0, -0.13, 0.05)
    let kinect = KinectConvention.pose(from: bent, isMirrored: true)
    #expect(distance(kinect[.leftAnkle], bent[.leftAnkle] + SIMD3(0, 0, -0.06)) < 1e-5)
    #expect(distance(kinect[.leftFoot], kinect[.leftAnkle] + SIMD3(0, -0.055, 0.055)) < 1e-5)
    #expect(kinect[.leftWrist] == bent[.leftWrist] && kinect[.leftKnee] == bent[.leftKnee])
  }

  @Test func theHipsHangOnTheHipCentre() {
    let kinect = KinectConvention.pose(from: standing, isMirrored: true)
    #expect(distance(kinect[.rightHip], kinect[.pelvis] + SIMD3(0.0725, -0.072, 0)) < 1e-5)
    #expect(distance(kinect[.leftHip], kinect[.pelvis] + SIMD3(-0.0725, -0.072, 0)) < 1e-5)
    #expect(distance(kinect[.spine], kinect[.pelvis] + SIMD3(0, 0.066, 0.036)) < 1e-5)
  }

  private func distance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
    ((a - b) * (a - b)).sum().squareRoot()
  }

  @Test func aMirrorBeforeOrAfterGivesTheSame() {
    let one = KinectConvention.pose(from: standing, isMirrored: true).mirrored
    let other = KinectConvention.pose(from: standing.mirrored, isMirrored: true)
    for point in KeyPoint.allCases {
      let distance = one[point] - other[point]
      #expect((distance * distance).sum() < 1e-9, "\(point)")
    }
  }

  @Test func anUnmirroredPictureShowsTheSameConvention() {
    // The same person in an unmirrored picture: x is negated, the names stay.
    var unmirrored = standing
    for point in KeyPoint.allCases { unmirrored[point] = standing[point] * SIMD3(-1, 1, 1) }
    let kinect = KinectConvention.pose(from: unmirrored, isMirrored: false)
    for point in KeyPoint.allCases {
      let distance =
        kinect[point] * SIMD3(-1, 1, 1) - KinectConvention.pose(from: standing, isMirrored: true)[point]
      #expect((distance * distance).sum() < 1e-9, "\(point)")
    }
  }
}
