import Kinesphere
import KinesphereData
import Testing

@Suite struct IntrinsicsTests {
  @Test func aNamedCameraIsScaledToThePicture() throws {
    let camera = try #require(
      Intrinsics(parsing: "kinect1")?.camera(width: 640, height: 480, isMirrored: true))
    #expect(abs(camera.focalX - 571.26) < 1e-3 && camera.centreX == 320 && camera.centreY == 240)
    // The same ray through twice the pixels is the same point.
    let (point, other) = (
      camera.unproject(u: 500, v: 100, depth: 2), Camera.kinect1.unproject(u: 250, v: 50, depth: 2)
    )
    #expect(abs(point.x - other.x) < 1e-5 && abs(point.y - other.y) < 1e-5)
  }

  @Test func aNamedCameraOfOtherProportionsIsRefused() {
    #expect(Intrinsics(parsing: "kinect1")?.camera(width: 512, height: 424, isMirrored: true) == nil)
    #expect(Intrinsics(parsing: "kinect2")?.camera(width: 512, height: 424, isMirrored: true) == .kinect2)
  }

  @Test func numbersAreTheRecordingsOwn() {
    let camera = Intrinsics(parsing: "300,301,150,151")?.camera(width: 77, height: 33, isMirrored: false)
    #expect(camera?.focalX == 300 && camera?.centreY == 151 && camera?.width == 77)
  }

  @Test(arguments: [
    "1e30,300,1,1", "300,1e-30,1,1", "0,300,1,1", "300,300,1e9,1", "nan,1,1,1", "300,300,1", "",
  ])
  func numbersThatNoCameraHasAreRefused(text: String) { #expect(Intrinsics(parsing: text) == nil) }
}
