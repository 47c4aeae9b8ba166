import Torch

/// Students and their teachers, as one network that a trainer saves and resumes whole.
struct Classroom<Member: TrainableNetwork>: TrainableNetwork {
  /// One or two.
  let students: [Member]
  /// A running mean of each student; no optimiser touches them.
  let teachers: [Member]

  var state: [NamedTensor] {
    students.enumerated().flatMap { Self.named("student\($0)", $1, isTrained: true) }
      + teachers.enumerated().flatMap { Self.named("teacher\($0)", $1, isTrained: false) }
  }

  private static func named(_ name: String, _ member: Member, isTrained: Bool) -> [NamedTensor] {
    member.state.map { NamedTensor("\(name).\($0.name)", $0.tensor, isTrained: $0.isTrained && isTrained) }
  }

  /// Gives every teacher its student's numbers.
  func begin() throws {
    for (student, teacher) in zip(students, teachers) {
      for (from, to) in zip(student.state, teacher.state) { try to.tensor.copy(from.tensor) }
    }
  }

  /// Moves the teachers after step `step`, counted from 0. Their running statistics are their own.
  func follow(step: Int, keep: Double) throws {
    let kept = min(1 - 1 / Double(step + 1), keep)
    for (student, teacher) in zip(students, teachers) {
      for (from, to) in zip(student.parameters, teacher.parameters) {
        try to.move(towards: from, by: 1 - kept)
      }
    }
  }
}
