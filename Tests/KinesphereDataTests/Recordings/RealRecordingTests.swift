import Foundation
import Kinesphere
import KinesphereData
import Testing

@Suite("Real recordings", .enabled(if: RealData.isPresent, "scripts/unpack-test-data brings them"))
struct RealRecordingTests {
  /// Reads everything; returns the frames' count and the share of torso key-points that fall on the dancer.
  private func torsoHits(_ name: String) throws -> (frames: Int, hits: Double, depths: ClosedRange<UInt16>) {
    let path = RealData.path(name)
    let recording = try Recordings.open(path: path)
    let camera = try #require(recording.header.camera)
    let labels = try #require(try SkeletonLabels.beside(path, rate: recording.header.rate ?? 0))
    #expect(labels.motion.count == recording.header.frameCount)
    var frame = recording.makeFrame()
    var (count, hits, total) = (0, 0, 0)
    var (low, high) = (UInt16.max, UInt16.min)
    while try recording.read(into: &frame) == .frame {
      for value in frame.depth.storage where value > 0 {
        low = min(low, value)
        high = max(high, value)
      }
      for point in [KeyPoint.neck, .spine, .pelvis] {
        let pixel = camera.project(labels.motion.poses[count][point])
        let (x, y) = (Int(pixel.x), Int(pixel.y))
        total += 1
        if (0..<320).contains(x), (0..<240).contains(y), frame.depth[x, y] > 0 { hits += 1 }
      }
      count += 1
    }
    return (count, Double(hits) / Double(total), low...high)
  }

  @Test func msrTorsosLieOnTheDancer() throws {
    let (frames, hits, depths) = try torsoHits(RealData.msr)
    #expect(frames == 54)
    #expect(hits > 0.95)
    #expect((1500...3500).contains(depths.lowerBound) && (1500...3500).contains(depths.upperBound))
  }

  @Test func utdTorsosLieOnTheDancer() throws {
    let (frames, hits, depths) = try torsoHits(RealData.utd)
    #expect(frames > 40)
    #expect(hits > 0.95)
    #expect((1500...4000).contains(depths.lowerBound) && (1500...4000).contains(depths.upperBound))
  }

  @Test func msrPixelLabelsAgreeWithTheProjectedSkeleton() throws {
    let path = RealData.path(RealData.msr)
    let pixels = try #require(try PixelLabels.beside(path))
    let motion = try #require(try SkeletonLabels.beside(path, rate: 15)).motion
    #expect(pixels.frames.count == motion.count)
    for (frame, pose) in zip(pixels.frames, motion.poses) {
      for point in KeyPoint.allCases where frame[point.rawValue].x.isFinite {
        let difference = Camera.kinect1.project(pose[point]) - frame[point.rawValue]
        #expect(abs(difference.x) < 2 && abs(difference.y) < 2, "\(point.name)")
      }
    }
  }

  @Test func utdInertialComesWithTheRecording() throws {
    let track = try #require(try InertialTrack.beside(RealData.path(RealData.utd)))
    #expect(track.samples.count > 50)
    // At rest the accelerometer shows gravity: about one g.
    let first = track.samples[0]
    let magnitude = (first[0] * first[0] + first[1] * first[1] + first[2] * first[2]).squareRoot()
    #expect((0.8...1.2).contains(magnitude))
  }

  @Test(arguments: [RealData.msr, RealData.utd])
  func nothingIsWrongWithThem(_ name: String) throws {
    let inspection = try RecordingInspection(of: RealData.path(name))
    #expect(inspection.findings.filter { $0.severity == .problem } == [])
    #expect(inspection.labels?.sides?.isSwapped == false && inspection.labels?.sides?.isFlipped == false)
    #expect(inspection.frames == inspection.labels?.frames)
  }

  @Test(arguments: [RealData.msr, RealData.utd])
  func theyAreNoticedAsSwappedWhenCalledUnmirrored(_ name: String) throws {
    let inspection = try RecordingInspection(
      of: RealData.path(name), options: RecordingOptions(mirrored: false))
    #expect(inspection.labels?.sides?.isSwapped == true)
  }

  @Test func theRawUnitOfMSRIsNamedAndConverted() throws {
    let header = try Recordings.open(path: RealData.path(RealData.msr)).header
    #expect(header.unit == .msrAction3D)
    #expect(header.unit.description.contains("derived, not documented"))
    #expect(header.card == .msrAction3D)
    #expect(header.isMirrored == true)
  }
}
