import Foundation
import Kinesphere
import KinesphereData
import _KinesphereTestSupport

extension SmallData {
  /// A recording of UTD-MHAD's kind: a box that walks, and a skeleton beside its middle, or one whose numbers are missing.
  static func recording(_ name: String, in folder: String, frames: Int, isLabelled: Bool = true) throws {
    for place in ["Depth", "Skeleton"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
    }
    let camera = Camera.kinect1
    var pictures: [[UInt16]] = []
    var numbers: [UInt8] = []
    for frame in 0..<frames {
      let left = 20 + frame * 5
      var depth = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
      for y in 40..<210 { for x in left..<left + 50 { depth[x, y] = 2_500 } }
      pictures.append(depth.storage)
      let middle = camera.unproject(u: Float(left + 25), v: 125, depth: 2.5)
      for axis in 0..<3 {
        for joint in 0..<20 {
          let known = Double((middle + SIMD3(0.1, Float(joint) * 0.01, 0))[axis])
          let place = isLabelled ? known : .nan
          numbers += withUnsafeBytes(of: place.bitPattern.littleEndian) { Array($0) }
        }
      }
    }
    let depth = MATBuilder.file(
      MATBuilder.compressed(MATBuilder.depth(pictures, width: camera.width, height: camera.height)))
    try Data(depth).write(to: URL(fileURLWithPath: "\(folder)/Depth/\(name)_depth.mat"))
    let skeleton = MATBuilder.file(
      MATBuilder.matrix("d_skel", [20, 3, frames], kind: 6, storage: 9, numbers))
    try Data(skeleton).write(to: URL(fileURLWithPath: "\(folder)/Skeleton/\(name)_skeleton.mat"))
  }
}
