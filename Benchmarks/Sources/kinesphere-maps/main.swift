// kinesphere-maps [RECORDING]: reads lines `time COUNT`, which describe the sequence so many times, and `write FOLDER`, which writes
// the dancer's depth, `depth.u16`, and the numbers, `features.f32`; answers with one JSON line. `peers/maps.py` drives it.
import Foundation
import Kinesphere

func fail(_ line: String) -> Never {
  FileHandle.standardError.write(Data("\(line)\n".utf8))
  exit(1)
}

do {
  var stages = try MapStages(path: CommandLine.arguments.dropFirst().first)
  while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    var answer: [String: [Double]] = [:]
    switch (words.first, words.count) {
    case ("time", 2): answer = stages.time(count: Int(words[1]) ?? 1)
    case ("write", 2): answer = try stages.write(to: words[1])
    default: fail("expected time COUNT or write FOLDER, but read \(line)")
    }
    FileHandle.standardOutput.write(try JSONEncoder().encode(answer) + Data("\n".utf8))
  }
} catch {
  fail("\(error)")
}
