extension Int {
  /// `1 frame`, `2 frames`: for words whose plural has an s.
  package func counted(_ word: String) -> String { "\(self) \(word)\(self == 1 ? "" : "s")" }
}
