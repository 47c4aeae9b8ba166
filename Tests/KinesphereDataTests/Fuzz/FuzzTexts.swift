import Kinesphere
import KinesphereData

/// Sound files of the text formats.
enum FuzzTexts {
  /// Two frames of a chain; MotionFileTests knows where it lies.
  static let bvh = """
    HIERARCHY
    ROOT Hips { OFFSET 0 0 0 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
      JOINT A { OFFSET 2 0 0 CHANNELS 3 Zrotation Xrotation Yrotation
        End Site { OFFSET 1 0 0 } } }
    MOTION
    Frames: 2
    Frame Time: 0.05
    1 2 3 90 0 0 0 0 90
    1 2 3 0 0 0 0 0 0
    """

  static var csv: [String] {
    let known = KnownMotion()
    return [known.wide(unit: 1, turn: .identity), known.long()]
  }

  static var poses: String {
    let names = KeyPoint.names.map { "\"\($0)\"" }.joined(separator: ", ")
    let points = (0..<KeyPoint.count).map { "[0.\($0), null, 2.4]" }.joined(separator: ", ")
    let confidence = (0..<KeyPoint.count).map { _ in "0.9" }.joined(separator: ", ")
    return """
      {"format": "kinesphere-poses", "version": 1, "unit": "metre", "keypoints": [\(names)],
      "recording": {"name": "d", "format": "take", "rate": 30, "weights": "default", "camera": {"width": 320, "height": 240,
      "focal_x": 285, "focal_y": 285, "centre_x": 160, "centre_y": 120, "is_mirrored": true}},
      "frames": [{"index": 0, "time": 0.0, "status": "ok", "dancers": [{"id": 0, "points": [\(points)],
      "confidence": [\(confidence)]}]}, {"index": 1, "time": 0.0333, "status": "empty", "dancers": []}]}
      """
  }

  /// MSR-Action3D's 20 lines a frame.
  static let labels = (0..<40).map { "\($0).5 \($0 * 2) 700 1\n" }.joined()

  /// The same in metres.
  static let skeleton = (0..<40).map { "0.\($0) 1.5 2.\($0) 1.0\n" }.joined()

  static let probe = """
    {"streams": [{"index": 0, "codec_name": "ffv1", "codec_type": "video", "width": 512, "height": 424, "pix_fmt": "gray16le",
    "r_frame_rate": "30/1", "avg_frame_rate": "30000/1001", "nb_frames": "90", "duration": "3.0", "tags": {"title": "DEPTH"}},
    {"index": 1, "codec_name": "h264", "codec_type": "video", "width": 1280, "height": 720, "pix_fmt": "yuv420p"}],
    "format": {"duration": "3.0", "format_name": "matroska,webm"}}
    """
}
