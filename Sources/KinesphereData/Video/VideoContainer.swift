/// Files that are given to ffmpeg: those whose first bytes are a container's or a codec's.
///
/// ffmpeg itself takes almost anything for some ancient picture, so it is asked only where the bytes are a video's.
enum VideoContainer {
  private static let marks: [(offset: Int, bytes: [UInt8])] = [
    (0, [0x1A, 0x45, 0xDF, 0xA3]),  // Matroska, WebM
    // MP4, MOV
    (4, Array("ftyp".utf8)), (4, Array("moov".utf8)), (4, Array("mdat".utf8)), (4, Array("wide".utf8)),
    (0, Array("RIFF".utf8)),  // AVI
    (0, Array("OggS".utf8)), (0, Array("FLV".utf8)), (0, Array("nut/multimedia container".utf8)),
    (0, [0x30, 0x26, 0xB2, 0x75]),  // ASF, WMV
    (0, [0, 0, 1, 0xBA]), (0, [0, 0, 1, 0xB3]), (0, [0, 0, 0, 1]), (0, [0, 0, 1]),  // MPEG, H.264, H.265
    (0, Array("GIF8".utf8)), (0, Array("YUV4MPEG2".utf8)), (0, Array("DKIF".utf8)),
    (0, [0x06, 0x0E, 0x2B, 0x34]),  // MXF
  ]

  static func recognises(_ file: InputFile) throws(RecordingError) -> Bool {
    let head = try file.bytes(at: 0, count: 192 + 5)
    if marks.contains(where: { head.dropFirst($0.offset).starts(with: $0.bytes) }) {
      // An MSR `.bin` of some counts of frames begins like MPEG; its size says what it is.
      return try !(MSRRecording.recognises(file) && MSRRecording.fits(file))
    }
    // MPEG transport streams have a mark every 188 bytes.
    return head.count > 188 && head[0] == 0x47 && head[188] == 0x47
  }
}
