import CStudioAssets
import FlyingFox
import Foundation

/// The page's files, as they lie inside the binary.
enum StudioPage {
  private struct Asset {
    let data: Data
    let type: String
    /// Of the content, so that a new command is seen at once.
    let tag: String
  }

  private static let assets: [String: Asset] = {
    var assets: [String: Asset] = [:]
    for place in 0..<ks_studio_file_count() {
      let file = ks_studio_file_at(place)
      guard let bytes = file.bytes, let text = file.name else { continue }
      let (name, data) = (String(cString: text), Data(bytes: bytes, count: file.size))
      var sum: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in data { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
      assets[name] = Asset(data: data, type: type(of: name), tag: "\"\(String(sum, radix: 16))\"")
    }
    return assets
  }()

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    default: "image/svg+xml"
    }
  }

  /// All bytes of the page, the one that asks for the token aside.
  static var size: Int { assets.filter { $0.key != "enter.html" }.values.reduce(0) { $0 + $1.data.count } }

  /// A file by its name; nil where the page has none of it. `known` is the tag of what the browser has.
  static func file(_ name: String, known: String? = nil) -> HTTPResponse? {
    guard let asset = assets[name] else { return nil }
    let headers: HTTPHeaders = [.contentType: asset.type, .eTag: asset.tag, .cacheControl: "no-cache"]
    if known == asset.tag { return HTTPResponse(statusCode: .notModified, headers: headers) }
    return HTTPResponse(
      statusCode: .ok, headers: headers,
      body: HTTPBodySequence(data: asset.data, suggestedBufferSize: 1 << 16))
  }
}
