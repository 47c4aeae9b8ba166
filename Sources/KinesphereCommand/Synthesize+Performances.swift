import Foundation
import KinesphereData

extension Synthesize {
  private var film: PerformanceFilm {
    PerformanceFilm(
      isInRoom: room, isUnmirrored: unmirrored, hasKinectLabels: kinectLabels, provenance: provenance)
  }

  /// One phrase by one of the nine performers.
  func writePhrase() throws {
    var generator = SeededGenerator(seed: seed, stream: 13, index: 0)
    let number = 1 + generator.index(below: Performer.count)
    let performer = dressed(Performer(number: number, seed: seed))
    let phrase = DancePhrase.random(using: &generator)
    let film = film
    let performance = SyntheticPerformance(
      phrase, by: performer, seed: seed, camera: film.camera, configuration: film.configuration)
    let frames = try film.write(performance, to: output)
    let names = phrase.parts.map(\.action.rawValue).joined(separator: ", ")
    try StandardOutput.write("wrote \(output): \(frames) frames, \(Int(performance.tempo)) BPM: \(names)")
  }

  /// One performer always wears the same.
  private func dressed(_ performer: Performer) -> Performer {
    guard looseClothes else { return performer }
    var generator = SeededGenerator(seed: seed, stream: 14, index: UInt64(performer.number))
    return performer.wearing(.random(using: &generator))
  }

  /// Every take of a set; those that are finished stay, one that was stopped is made anew.
  func write(_ set: SyntheticActionSet) throws {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw RecordingError(
        .unwritable, file: output, expected: "a folder for the takes", actual: error.localizedDescription)
    }
    let entries = set.entries(seed: seed)
    let film = film
    var progress = ProgressLine("filming", total: entries.count, unit: "takes")
    defer { progress.end() }
    var (made, frames) = (0, 0)
    for (index, entry) in entries.enumerated() {
      try Interruption.check()
      progress.show(index)
      let path = "\(output)/\(entry.name).take"
      if FileManager.default.fileExists(atPath: path) { continue }
      try TakeWriter.discardUnfinished(path)
      let performance = SyntheticPerformance(
        entry.action, by: dressed(entry.performer), repetition: entry.repetition, seed: seed,
        camera: film.camera,
        configuration: film.configuration)
      frames += try film.write(performance, to: path)
      made += 1
    }
    try StandardOutput.write(
      "wrote \(output): \(made) takes, \(frames) frames; \(entries.count - made) were there")
  }
}
