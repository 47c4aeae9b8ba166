import Testing

@testable import Kinesphere

/// A body of one depth: a box of silhouette pixels.
private struct BoxScene {
  var depth: Plane<UInt16>
  var silhouette: Silhouette
  var camera: Camera

  init(columns: Range<Int>, rows: Range<Int>, millimetres: UInt16, camera: Camera = .kinect1) {
    self.camera = camera
    depth = Plane(width: camera.width, height: camera.height, repeating: 4000)
    silhouette = Silhouette(width: camera.width, height: camera.height)
    silhouette.area = columns.count * rows.count
    silhouette.columns = columns
    silhouette.rows = rows
    for y in rows {
      for x in columns {
        depth[x, y] = millimetres
        silhouette.mask[x, y] = 255
      }
    }
  }

  func crop() -> (values: [Float], centre: SIMD3<Float>?) {
    var cutter = DepthCrop()
    var values = [Float](repeating: 7, count: DepthCrop.size * DepthCrop.size)
    let centre = cutter.fill(&values, depth: depth, silhouette: silhouette, camera: camera)
    return (values, centre)
  }
}

@Suite struct NetworkDepthCropTests {
  @Test func theCentreIsTheMedianInMetres() throws {
    let scene = BoxScene(columns: 180..<220, rows: 60..<140, millimetres: 2503)
    let centre = try #require(scene.crop().centre)
    let expected = scene.camera.unproject(u: 200, v: 100, depth: 2.503)
    #expect(abs(centre.x - expected.x) < 0.008)
    #expect(abs(centre.y - expected.y) < 0.008)
    #expect(abs(centre.z - expected.z) < 0.008)
  }

  /// What a picture says of the crop's pixels, spread over a picture again, is that picture but for a cell's width.
  @Test(arguments: [true, false])
  func spreadingTurnsPickingAround(isMirrored: Bool) throws {
    var scene = BoxScene(columns: 150..<190, rows: 80..<170, millimetres: 2000)
    scene.camera.isMirrored = isMirrored
    var labels = Plane<UInt8>(width: 320, height: 240, repeating: 0)
    for y in 0..<240 { for x in 0..<320 { labels[x, y] = UInt8(clamping: x - 100 + (y - 60) / 8) } }
    var cutter = DepthCrop()
    var values = [Float](repeating: 7, count: 72 * 72)
    let centre = try #require(
      cutter.fill(&values, depth: scene.depth, silhouette: scene.silhouette, camera: scene.camera))
    var cells = [UInt8](repeating: 0, count: 72 * 72)
    var span = cells.mutableSpan
    cutter.pick(labels, where: values.span, none: 0, into: &span)
    var plane = Plane<UInt8>(width: 72, height: 72, repeating: 0)
    for row in 0..<72 { for column in 0..<72 { plane[column, row] = cells[row * 72 + column] } }
    var picture = Plane<UInt8>(width: 320, height: 240, repeating: 9)
    DepthCrop.spread(
      plane, around: centre, camera: scene.camera, mask: scene.silhouette.mask, none: 255, into: &picture)
    for y in 0..<240 {
      for x in 0..<320 {
        guard scene.silhouette.mask[x, y] != 0 else {
          #expect(picture[x, y] == 255)
          continue
        }
        // A cell is 4 pixels wide here; at the box's edge it may look past the body.
        if !(156..<184).contains(x) || !(86..<164).contains(y) { continue }
        #expect(abs(Int(picture[x, y]) - Int(labels[x, y])) <= 4)
      }
    }
  }

  @Test func everyCellFollowsTheDocumentedFormula() throws {
    var scene = BoxScene(columns: 150..<190, rows: 80..<170, millimetres: 2000)
    for y in scene.silhouette.rows {
      for x in scene.silhouette.columns { scene.depth[x, y] = UInt16(1800 + 7 * x + 3 * y - 1200) }
    }
    let (values, found) = scene.crop()
    let centre = try #require(found)
    for i in 0..<72 {
      for j in 0..<72 {
        let gx = ((Float(j) + 0.5) / 72 * 2 - 1) * 1.05
        let gy = ((Float(i) + 0.5) / 72 * 2 - 1) * 1.05
        let u = (scene.camera.centreX + scene.camera.focalX * (centre.x + gx) / centre.z).rounded(.down)
        let v = (scene.camera.centreY - scene.camera.focalY * (centre.y - gy) / centre.z).rounded(.down)
        var expected: Float = 1
        if u >= 0, v >= 0, u < 320, v < 240, scene.silhouette.mask[Int(u), Int(v)] != 0 {
          expected = max(-1, min(1, (Float(scene.depth[Int(u), Int(v)]) / 1000 - centre.z) / 1.05))
        }
        #expect(abs(values[i * 72 + j] - expected) < 1e-5)
      }
    }
  }

  @Test func anUnmirroredPictureGivesTheSameCropAsItsMirrorImage() throws {
    var plain = Camera.kinect1
    plain.isMirrored = false
    let mirrored = BoxScene(columns: 100..<131, rows: 60..<180, millimetres: 2200).crop()
    let unmirrored = BoxScene(columns: 189..<220, rows: 60..<180, millimetres: 2200, camera: plain).crop()
    let different = zip(mirrored.values, unmirrored.values).filter { abs($0 - $1) > 0.01 }.count
    #expect(different <= 72 * 2)
    #expect(mirrored.values.filter { $0 < 1 }.count > 200)
    let left = try #require(mirrored.centre)
    let right = try #require(unmirrored.centre)
    #expect(abs(left.x + right.x) < 0.01)
  }

  @Test func missingReadingsAndBackgroundAreOne() throws {
    var scene = BoxScene(columns: 140..<180, rows: 60..<180, millimetres: 2200)
    for x in 140..<180 { scene.depth[x, 100] = 0 }
    let values = scene.crop().values
    #expect(values[0] == 1)
    #expect(values.allSatisfy { $0 == 1 || abs($0) < 0.01 })
    #expect(values.filter { $0 == 1 }.count > 72 * 72 / 2)
  }

  @Test func tooFewPixelsMakeNoCropAndLeaveTheBufferAlone() {
    let few = BoxScene(columns: 100..<113, rows: 100..<123, millimetres: 2000).crop()
    #expect(few.centre == nil)
    #expect(few.values.allSatisfy { $0 == 7 })
    let enough = BoxScene(columns: 100..<112, rows: 100..<125, millimetres: 2000).crop()
    #expect(enough.centre != nil)
  }

  @Test func aSilhouetteWithoutReadingsMakesNoCrop() {
    #expect(BoxScene(columns: 100..<150, rows: 100..<150, millimetres: 0).crop().centre == nil)
  }

  @Test func aBodyAgainstTheLensDoesNotTrap() {
    #expect(BoxScene(columns: 0..<320, rows: 0..<240, millimetres: 1).crop().centre != nil)
    #expect(BoxScene(columns: 0..<320, rows: 0..<240, millimetres: 65535).crop().centre != nil)
  }
}
