// kinesphere-flow PAIRS WIDTH HEIGHT: reads lines `time COUNT`, which estimate so many pairs, `write FILE`, which write the flow
// of all pairs, and `set NAME VALUE`, which change a setting; answers with one JSON line, an array of microseconds.
// `peers/flow.py` drives it.
import Foundation
import Kinesphere

func fail(_ line: String) -> Never {
  FileHandle.standardError.write(Data("\(line)\n".utf8))
  exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let width = Int(arguments[2]), let height = Int(arguments[3]) else {
  fail("usage: kinesphere-flow PAIRS WIDTH HEIGHT")
}
do {
  var stages = try FlowStages(path: arguments[1], width: width, height: height)
  while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    var times: [Double] = []
    switch (words.first, words.count) {
    case ("time", 2): times = stages.time(count: Int(words[1]) ?? 1)
    case ("write", 2): try stages.write(to: words[1])
    case ("set", 3): stages.set(words[1], Float(words[2]) ?? 0)
    default: fail("expected time COUNT, write FILE or set NAME VALUE, but read \(line)")
    }
    FileHandle.standardOutput.write(try JSONEncoder().encode(times) + Data("\n".utf8))
  }
} catch {
  fail("\(error)")
}
