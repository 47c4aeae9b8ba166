import Kinesphere

/// A depth recording or a live stream, read frame by frame in order.
///
/// A recording is a cursor: it owns a file and one frame's worth of raw storage, never the whole take. Open it
/// again to read it again. Use one from one task at a time.
public protocol Recording: AnyObject {
  /// What is known before the first frame is read.
  var header: RecordingHeader { get }

  /// Reads the next frame into `frame`, whose storage is reused where its size already fits.
  ///
  /// Depth arrives in millimetres, whatever the file's unit. After `.damaged`, `frame` holds nothing to rely on
  /// except its time. After `.end`, every further call returns `.end`. Throws ``RecordingError`` where nothing
  /// more can be read.
  func read(into frame: inout DepthFrame) throws(RecordingError) -> FrameOutcome

  /// Makes frame `frame`, from 0 on, the next one to be read; the number of frames goes to the end. False where a stream
  /// only goes forward, or has no such frame: then the next frame is the one that it was, or there is none.
  func seek(to frame: Int) throws(RecordingError) -> Bool
}

extension Recording {
  /// A stream that only goes forward.
  public func seek(to frame: Int) throws(RecordingError) -> Bool { false }
}

/// What became of one attempt to read a frame.
public enum FrameOutcome: Sendable, Equatable {
  /// A frame was read.
  case frame
  /// There is a frame here that cannot be read; the following ones may be good.
  case damaged(reason: String)
  /// No more frames.
  case end
}

/// File formats that are read here.
public enum RecordingFormat: String, Sendable, Codable {
  /// MSR-Action3D's `.bin`.
  case msrBin = "msr-bin"
  /// MATLAB's MAT v5, as UTD-MHAD uses it.
  case mat
  /// Raw 16-bit pixels, one frame after the other.
  case raw
  /// The project's own folder.
  case take
  /// A folder of PNG pictures.
  case png
  /// NumPy's array, and NumPy's zip of arrays.
  case npy
  case npz
  /// What ffmpeg decodes.
  case video
  /// Filmed while it is read; no file.
  case synthetic
}

/// What is known of a recording before its first frame is read.
public struct RecordingHeader: Sendable {
  /// Short name for people: the file's without extension.
  public let name: String
  public let format: RecordingFormat
  /// Picture size in pixels.
  public let width, height: Int
  /// nil where neither the file nor a card nor an option says; then the frames carry a camera that means nothing.
  public let camera: Camera?
  /// nil for a live stream.
  public let frameCount: Int?
  /// Frames per second, nominal; nil where a live stream's clock decides.
  public let rate: Double?
  /// The file's own unit. Frames come in millimetres all the same.
  public let unit: DepthUnit
  /// Whether the pixels that are not the dancer are already 0.
  public let isSegmented: Bool
  /// Where camera, mirroring, unit and rate come from: one line.
  public let provenance: String
  /// The data set that the recording was recognised as part of; nil otherwise.
  public let card: DataSetCard?
  /// What was noticed on opening and repaired or passed over, a line each; mostly empty.
  public let notices: [String]

  /// nil where nobody says.
  public var isMirrored: Bool? { camera?.isMirrored }
}

extension Recording {
  /// An empty frame of the recording's size, to read into.
  public func makeFrame() -> DepthFrame { header.makeFrame() }
}

extension RecordingHeader {
  /// The camera of the frames: the known one, or one that means nothing where none is known.
  var frameCamera: Camera {
    camera
      ?? Camera(
        width: width, height: height, focalX: Float(width), focalY: Float(width), centreX: Float(width) / 2,
        centreY: Float(height) / 2, isMirrored: false)
  }

  /// An empty frame of the recording's size.
  func makeFrame() -> DepthFrame {
    DepthFrame(depth: Plane(width: width, height: height, repeating: 0), camera: frameCamera, time: 0)
  }

  /// Makes `frame` fit this recording, keeping its storage where the size is right.
  func fit(_ frame: inout DepthFrame, index: Int) {
    if frame.depth.width != width || frame.depth.height != height { frame = makeFrame() }
    frame.camera = frameCamera
    if let rate { frame.time = Double(index) / rate }
  }
}
