import Foundation
import Kinesphere

/// The skeleton as pixels of the depth picture, as MSR-Action3D's second file gives it.
public struct PixelLabels: Sendable {
  /// 18 key-points a frame in ``KeyPoint`` order: `(u, v)` in continuous pixels; NaN where missing.
  public let frames: [[SIMD2<Float>]]
  /// The file they come from.
  public let file: String

  /// Finds and reads the pixel skeleton that lies beside a recording; nil where there is none.
  public static func beside(_ recording: String) throws(RecordingError) -> PixelLabels? {
    guard let name = SequenceName(InputFile.stem(recording)), name.dataSet == .msrAction3D,
      let file = LabelFiles.find("\(name)_skeleton.txt", in: LabelFiles.msrPixels, beside: recording)
    else { return nil }
    return try PixelLabels(msr: file)
  }

  /// Reads MSR-Action3D's `_skeleton.txt`: 20 lines `u v d confidence` a frame.
  ///
  /// Missing are rows of zeros and points off the picture, which the file marks by v = 2147483647.
  public init(msr file: String) throws(RecordingError) {
    let rows = try MSRSkeletonText.rows(of: file)
    frames = (0..<rows.count / 20).map { frame in
      MSRSkeletonText.joints.map { joint in
        let row = rows[frame * 20 + joint]
        let isMissing = row.x == 0 && row.y == 0 && row.z == 0
        let isPixel = abs(row.x) < 100_000 && abs(row.y) < 100_000  // false for NaN too
        return isMissing || !isPixel ? SIMD2(repeating: .nan) : SIMD2(row.x, row.y)
      }
    }
    self.file = file
  }
}
