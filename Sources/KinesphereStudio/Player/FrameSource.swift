import Foundation
import Kinesphere
import KinesphereData

/// Depth frames of takes, as the page shades them, and the pictures of the library.
///
/// Takes that were asked for last stay open. A chunk of 30 frames of 320 x 240 costs about 30 ms and is 0.5 to 2 MB.
actor FrameSource {
  private struct Open {
    let name: String
    let changed: Double
    let recording: TakeRecording
    var frame: DepthFrame
    var encoder: RVLEncoder
  }

  private let folder: StudioFolder
  private var open: [Open] = []
  private var thumbnails: [String: Data] = [:]
  private static let mostOpen = 4
  /// Most frames of a chunk.
  static let longestChunk = 60

  init(folder: StudioFolder) { self.folder = folder }

  /// Frames from `first` on, at most `count`: `KSD1`, width, height, frames as 32-bit numbers, then for each frame its time (64-bit
  /// float), words, status (0 whole, 1 damaged) and that many words of RVL; all little-endian. Fewer at the take's end.
  func chunk(of take: CatalogTake, from first: Int, count: Int) throws -> Data {
    var item = try recording(of: take)
    defer { keep(item) }
    var (body, frames) = (Data(), 0)
    guard try item.recording.seek(to: first) else { return head(item, frames: 0) }
    while frames < min(count, Self.longestChunk) {
      let outcome = try item.recording.read(into: &item.frame)
      if outcome == .end { break }
      append(item.frame.time.bitPattern, to: &body)
      if outcome == .frame {
        item.encoder.encode(item.frame.depth)
        append(UInt32(item.encoder.count), to: &body)
        append(UInt32(0), to: &body)
        for place in 0..<item.encoder.count { append(item.encoder.words[place], to: &body) }
      } else {
        append(UInt32(0), to: &body)
        append(UInt32(1), to: &body)
      }
      frames += 1
    }
    return head(item, frames: frames) + body
  }

  /// A small PNG for the library: a frame two fifths into the take, with `pose` where there is no depth. Nil where neither is.
  func thumbnail(of take: CatalogTake, motion: TakeMotion?) throws -> Data? {
    let key = "\(take.name)\n\(take.changed)"
    if let known = thumbnails[key] { return known }
    guard let made = try makeThumbnail(take, motion) else { return nil }
    if thumbnails.count > 500 { thumbnails.removeAll() }
    thumbnails[key] = made
    return made
  }

  private func makeThumbnail(_ take: CatalogTake, _ motion: TakeMotion?) throws -> Data? {
    let poses = motion?.frames.filter { $0.status == .ok } ?? []
    let tracked = poses.isEmpty ? nil : poses[poses.count * 2 / 5]
    guard take.hasDepth, take.problem == nil else {
      return tracked.flatMap { frame in
        motion.map { Thumbnail(camera: $0.header.camera, depth: nil, pose: frame.pose).png }
      }
    }
    var item = try recording(of: take)
    defer { keep(item) }
    let place = tracked?.index ?? take.frames * 2 / 5
    guard try item.recording.seek(to: min(place, max(take.frames - 1, 0))),
      try item.recording.read(into: &item.frame) == .frame
    else { return nil }
    return Thumbnail(camera: item.frame.camera, depth: item.frame.depth, pose: tracked?.pose).png
  }

  private func recording(of take: CatalogTake) throws -> Open {
    if let place = open.firstIndex(where: { $0.name == take.name && $0.changed == take.changed }) {
      return open.remove(at: place)
    }
    let place = folder.takePath(take.name)
    guard folder.existing("take.json", in: place) != nil, folder.existing("depth.log", in: place) != nil
    else {
      throw StudioError(subject: take.name, expected: "its depth in the folder", actual: "it is not there")
    }
    let recording = try TakeRecording(path: place)
    return Open(
      name: take.name, changed: take.changed, recording: recording, frame: recording.makeFrame(),
      encoder: RVLEncoder(width: recording.header.width, height: recording.header.height))
  }

  private func keep(_ item: Open) {
    open.removeAll { $0.name == item.name }
    open.append(item)
    if open.count > Self.mostOpen { open.removeFirst() }
  }

  private func head(_ item: Open, frames: Int) -> Data {
    var data = Data("KSD1".utf8)
    for value in [item.recording.header.width, item.recording.header.height, frames] {
      append(UInt32(value), to: &data)
    }
    return data
  }

  private func append(_ value: some FixedWidthInteger, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}
