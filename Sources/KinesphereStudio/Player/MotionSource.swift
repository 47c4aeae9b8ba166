import Foundation

/// The motions that were asked for last, in memory.
actor MotionSource {
  private let folder: StudioFolder
  private var held: [(name: String, changed: Double, motion: TakeMotion)] = []
  private static let most = 4

  init(folder: StudioFolder) { self.folder = folder }

  /// The motion of a tracked take; read anew where its files changed. Throws as ``TakeMotion`` does.
  func motion(of take: CatalogTake) throws -> TakeMotion {
    if let place = held.firstIndex(where: { $0.name == take.name && $0.changed == take.changed }) {
      held.append(held.remove(at: place))
      return held[held.count - 1].motion
    }
    let motion = try TakeMotion(folder: folder, name: take.name)
    held.removeAll { $0.name == take.name }
    held.append((take.name, take.changed, motion))
    if held.count > Self.most { held.removeFirst() }
    return motion
  }
}
