import Foundation

/// One import, or the stages that a take still lacks: what it works on, and how far it is.
struct StudioJob: Codable, Sendable, Identifiable {
  enum State: String, Codable, Sendable {
    case waiting
    /// Something must be said first: see ``StudioJob/questions``.
    case asking
    case running
    case done
    case failed
    case cancelled
  }

  enum Stage: String, Codable, Sendable, CaseIterable {
    case inspect
    case convert
    case track
    case recognise
  }

  /// What neither the file nor its data set says.
  enum Question: String, Codable, Sendable {
    case camera
    case unit
  }

  let id: Int
  /// What people call it: the upload's name, or the take's.
  let title: String
  var state = State.waiting
  var stage: Stage?
  /// Frames so far, and of how many; nil where nobody knows.
  var done = 0
  var total: Int?
  var questions: [Question] = []
  /// Why it failed, or what to know; one line.
  var message: String?
  /// The take that came of it.
  var take: Int64?
  /// Seconds of work.
  var seconds = 0.0

  var isOver: Bool { [.done, .failed, .cancelled].contains(state) }
}
