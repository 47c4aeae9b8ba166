import FlyingFox
import Foundation

extension HTTPResponse {
  /// The first line and the headers, as they go over a connection; `isLast` says that it ends after this.
  func wireHead(isLast: Bool) -> Data {
    var headers = headers
    if case .httpBody(let body) = payload, statusCode.code != 304 {
      if let count = body.count {
        headers[.contentLength] = String(count)
      } else {
        headers[.transferEncoding] = "chunked"
      }
    }
    if isLast { headers[.connection] = "close" }
    var text = "HTTP/1.1 \(statusCode.code) \(statusCode.phrase)\r\n"
    for (header, value) in headers { text += "\(header.rawValue): \(value)\r\n" }
    return Data((text + "\r\n").utf8)
  }
}
