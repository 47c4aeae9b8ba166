import Foundation
import Kinesphere
import KinesphereData

extension TrackingReport {
  /// What the player reads: camera, bones, and per still its time, state, points in millimetres, confidence in percent and
  /// picture. About 10 kB a still.
  var playerData: String {
    var text: [UInt8] = []
    let camera = subject.camera
    text.append(contentsOf: "{\"camera\":{\"w\":\(camera.width),\"h\":\(camera.height),".utf8)
    text.append(contentsOf: "\"fx\":\(camera.focalX),\"fy\":\(camera.focalY),".utf8)
    text.append(contentsOf: "\"cx\":\(camera.centreX),\"cy\":\(camera.centreY)},".utf8)
    let parents = KeyPoint.allCases.map { "\($0.parent?.rawValue ?? -1)" }.joined(separator: ",")
    let names = KeyPoint.names.map { "\"\($0)\"" }.joined(separator: ",")
    text.append(
      contentsOf: "\"end\":\(lastTime),\"parents\":[\(parents)],\"names\":[\(names)],\"stills\":[".utf8)
    for (place, still) in stills.elements.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      text.append(still: still)
    }
    text.append(contentsOf: "]}".utf8)
    return String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate mutating func append(still: TrackingReport.Still) {
    append(contentsOf: "{\"i\":\(still.frame.index),\"t\":".utf8)
    append(decimal: still.frame.time, decimals: 3)
    append(contentsOf: ",\"s\":\"\(still.frame.status.rawValue)\"".utf8)
    if still.frame.status == .ok {
      append(contentsOf: ",\"p\":".utf8)
      append(points: still.frame.pose)
      append(contentsOf: ",\"c\":[".utf8)
      for index in 0..<KeyPoint.count {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(decimal: Double(still.frame.pose.confidence[index]) * 100, decimals: 0)
      }
      append(UInt8(ascii: "]"))
    }
    if let truth = still.truth {
      append(contentsOf: ",\"q\":".utf8)
      append(points: truth)
    }
    if !still.picture.isEmpty {
      append(contentsOf: ",\"d\":\"\(Data(still.picture).base64EncodedString())\"".utf8)
    }
    append(UInt8(ascii: "}"))
  }

  /// 54 whole millimetres.
  private mutating func append(points pose: Pose) {
    append(UInt8(ascii: "["))
    for index in 0..<KeyPoint.count {
      for axis in 0..<3 {
        if index + axis > 0 { append(UInt8(ascii: ",")) }
        append(decimal: Double(pose.points[index][axis]) * 1000, decimals: 0)
      }
    }
    append(UInt8(ascii: "]"))
  }
}
