import Foundation
import KinesphereData

/// What the command answers with; a full disk or a closed pipe is an error, as in a file.
enum StandardOutput {
  /// Writes a text and the end of its line at once.
  static func write(_ text: String) throws(OutputError) {
    let output = OutputFile(descriptor: STDOUT_FILENO, name: "standard output")
    try output.append(text + "\n")
    try output.flush()
  }
}

/// What the command says beside its answer.
enum StandardError {
  static func note(_ text: String) { FileHandle.standardError.write(Data("kinesphere: \(text)\n".utf8)) }
}
