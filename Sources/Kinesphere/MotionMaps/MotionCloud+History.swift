extension MotionCloud {
  /// The motion-history point cloud (the paper's, doi:10.3389/fnbot.2026.1743288, section 4): the points of all frames together, about
  /// the middle of them all, scaled so that the dancer is `stature` metres high. The camera looks along z from below 0.
  /// None where fewer than two frames are kept.
  package func history(stature: Float) -> [SIMD3<Float>] {
    guard count >= 2 else { return [] }
    let body = body(frames: 0..<count)
    let scale = stature / max(body.height, 0.01)
    return x.indices.map { (SIMD3(x[$0], y[$0], z[$0]) - body.centre) * scale }
  }
}
