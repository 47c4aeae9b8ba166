// kinesphere-benchmarks WEIGHTS: reads lines `STAGE COUNT` from standard input, runs the stage COUNT times and answers
// with one JSON line: the microseconds of each run and what the last one made. `peers/network.py` drives it.
import Foundation

struct Answer: Codable {
  let microseconds: [Double]
  let output: [Float]
}

func answer(_ line: String, _ stages: inout Stages) throws -> Answer? {
  let words = line.split(separator: " ")
  guard words.count == 2, let count = Int(words[1]), count > 0 else { return nil }
  var times: [Double] = []
  var output: [Float] = []
  for _ in 0..<count {
    let start = ContinuousClock.now
    guard let made = try stages.run(String(words[0])) else { return nil }
    times.append((ContinuousClock.now - start) / .microseconds(1))
    output = made
  }
  return Answer(microseconds: times, output: output)
}

do {
  guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: kinesphere-benchmarks WEIGHTS\n".utf8))
    exit(2)
  }
  var stages = try Stages(weights: CommandLine.arguments[1])
  while let line = readLine() {
    guard let answer = try answer(line, &stages) else {
      FileHandle.standardError.write(Data("expected STAGE COUNT, but read \(line)\n".utf8))
      exit(1)
    }
    FileHandle.standardOutput.write(try JSONEncoder().encode(answer) + Data("\n".utf8))
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
