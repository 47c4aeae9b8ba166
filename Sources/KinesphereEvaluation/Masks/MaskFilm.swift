import Foundation

/// A short film and a contact sheet of a recording's masks, from memory that does not grow with its length.
public struct MaskFilm: Sendable {
  /// One painted frame and what is said of it.
  struct Picture: Sendable {
    let pixels: [UInt8]
    let time: Double
    let caption: String
  }

  /// Most frames of the film, and of the contact sheet.
  public static let filmCapacity = 150
  public static let sheetCapacity = 24

  public let painter: MaskPainter
  private var pictures = Thinned<Picture>(capacity: filmCapacity)

  public init(painter: MaskPainter) { self.painter = painter }

  /// Frames offered so far.
  public var count: Int { pictures.count }

  /// Offers the next frame; it is painted only where it is kept.
  public mutating func offer(time: Double, caption: String, _ paint: (MaskPainter) -> [UInt8]) {
    let painter = painter
    pictures.offer { Picture(pixels: paint(painter), time: time, caption: caption) }
  }

  /// The film as an animated PNG at the recording's own speed, or faster where frames were left out; nil without frames.
  public func film() -> [UInt8]? {
    let kept = pictures.elements
    guard let first = kept.first, let last = kept.last else { return nil }
    let interval = kept.count > 1 ? (last.time - first.time) / Double(kept.count - 1) : 0.1
    // Where frames were left out the film runs faster: nobody wants to wait a second for each.
    let milliseconds = min(max(Int(interval * 1000), 20), 100)
    return MaskPainter.encoder.encode(
      film: kept.map(\.pixels), width: painter.width, height: painter.height, milliseconds: milliseconds)
  }

  /// Up to ``sheetCapacity`` frames evenly over the recording, as figures of a page.
  func sheet() -> String {
    let kept = pictures.elements
    let count = min(kept.count, Self.sheetCapacity)
    let chosen = (0..<count).map { kept[count > 1 ? $0 * (kept.count - 1) / (count - 1) : 0] }
    return chosen.map { picture in
      let png = MaskPainter.encoder.encode(
        pixels: picture.pixels, width: painter.width, height: painter.height)
      return """
        <figure><img alt="\(picture.caption.htmlEscaped)" src="data:image/png;base64,\(Data(png).base64EncodedString())">
        <figcaption>\(picture.caption.htmlEscaped)</figcaption></figure>
        """
    }.joined(separator: "\n")
  }
}
