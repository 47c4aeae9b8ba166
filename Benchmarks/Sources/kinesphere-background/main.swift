// kinesphere-background FRAMES WIDTH HEIGHT LEARNED: reads lines `METHOD COUNT`, which time frames, or `METHOD FILE`, which
// write masks, and answers with one JSON line, an array of microseconds. `peers/background.py` drives it.
import Foundation
import Kinesphere

func fail(_ line: String) -> Never {
  FileHandle.standardError.write(Data("\(line)\n".utf8))
  exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let width = Int(arguments[2]), let height = Int(arguments[3]),
  let learned = Int(arguments[4])
else { fail("usage: kinesphere-background FRAMES WIDTH HEIGHT LEARNED") }
do {
  var stages = try BackgroundStages(path: arguments[1], width: width, height: height, learned: learned)
  while let line = readLine() {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, let method = BackgroundMethod(rawValue: words[0]) else {
      fail("expected METHOD COUNT or METHOD FILE, but read \(line)")
    }
    var times: [Double] = []
    if let count = Int(words[1]) {
      times = stages.time(method, count: count)
    } else {
      try stages.masks(method, to: words[1])
    }
    FileHandle.standardOutput.write(try JSONEncoder().encode(times) + Data("\n".utf8))
  }
} catch {
  fail("\(error)")
}
