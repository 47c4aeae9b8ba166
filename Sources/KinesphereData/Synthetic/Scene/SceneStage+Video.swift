import Kinesphere

extension SceneStage {
  /// Films one frame as an ordinary camera sees it: ``picture`` and ``truth``. About 1 ms for gray at 320 x 240.
  ///
  /// A surface's grey level is `exposure * albedo * texture * (ambient + (1 - ambient) max(0, n . l))` (Lambert's cosine
  /// law; n its normal, l the lamp's direction), times the light's gain, with noise whose variance grows with the level as
  /// that of counted photons. Dancers cast shadows on floor and back wall where ``SceneLight/shadow`` says so.
  public mutating func filmVideo(_ frame: Int, isColour: Bool = false) {
    pose(frame)
    let channelCount = isColour ? 3 : 1
    var buffers = video ?? SceneVideoBuffers(scene: scene, channelCount: channelCount)
    // Nobody else holds the buffers while they are written.
    video = nil
    if buffers.channelCount != channelCount {
      buffers = SceneVideoBuffers(scene: scene, channelCount: channelCount)
    }
    if buffers.view != view { lightRoom(&buffers) }
    light(&buffers, frame)
    throwShadows(&buffers, frame)
    expose(buffers, frame)
    video = buffers
  }

  /// The direction of the lamp in the mirrored camera frame.
  private var lamp: SIMD3<Float> { view.rotation.applied(to: scene.light.direction.normalised) }

  /// Lights what stands still, with its textures.
  private func lightRoom(_ buffers: inout SceneVideoBuffers) {
    buffers.view = view
    let (camera, lamp) = (scene.camera, lamp)
    let (inverseDepth, labels) = (background.inverseDepth, background.labels)
    let count = inverseDepth.count
    for y in 0..<camera.height {
      for x in 0..<camera.width {
        let pixel = y &* camera.width &+ x
        let (w, label) = (inverseDepth[pixel], labels[pixel])
        guard w > 0 else { continue }
        let place = view.place(of: camera.ray(x, y) / w)
        if label == SceneLabel.backWall { buffers.wallX[pixel] = place.x }
        let normal = camera.normal(x, y, inverseDepth: inverseDepth.span, labels: labels.span)
        let upright = view.rotation.inverse.applied(to: normal)
        let material = scene.room.material(of: label)
        let tone = material.texture.tone(at: place, normal: upright)
        let level = scene.light.exposure * tone * scene.light.falling(on: normal, from: lamp)
        for channel in 0..<buffers.channelCount {
          buffers.room[channel &* count &+ pixel] = level * buffers.albedo[channel &* 256 &+ Int(label)]
        }
      }
    }
  }

  /// Fills the frame's levels in full light: the still room, what moves, and what is projected.
  private func light(_ buffers: inout SceneVideoBuffers, _ frame: Int) {
    let (camera, lamp, light) = (scene.camera, lamp, scene.light)
    let projection = light.projection
    let shift = light.projectionSpeed * Float(scene.time(of: frame))
    let (channelCount, count) = (buffers.channelCount, camera.width * camera.height)
    let (room, table) = (buffers.room, (buffers.moves, buffers.albedo, buffers.wallX))
    buffers.levels.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: room) }
    var levels = buffers.levels.mutableSpan
    let (moves, albedo, wallX) = (table.0.span, table.1.span, table.2.span)
    let inverseDepth = raster.inverseDepth.span
    raster.parts.withPixels { labels in
      for y in 0..<camera.height {
        for x in 0..<camera.width {
          let pixel = y &* camera.width &+ x
          let label = labels[pixel]
          if moves[Int(label)] {
            let normal = camera.normal(x, y, inverseDepth: inverseDepth, labels: labels)
            let level = light.exposure * light.falling(on: normal, from: lamp)
            for channel in 0..<channelCount {
              levels[channel &* count &+ pixel] = level * albedo[channel &* 256 &+ Int(label)]
            }
          } else if projection != 0, label == SceneLabel.backWall {
            let stripe = (wallX[pixel] - shift) / light.projectionWidth
            let place = stripe - stripe.rounded(.down)
            // Bright over half the way, with soft edges.
            let strength = 1 + projection * max(0, min(1, 2.5 - abs(place - 0.5) * 10))
            for channel in 0..<channelCount { levels[channel &* count &+ pixel] *= strength }
          }
        }
      }
    }
  }

  /// Darkens floor and back wall where a dancer stands before the lamp.
  private mutating func throwShadows(_ buffers: inout SceneVideoBuffers, _ frame: Int) {
    guard var shadow = buffers.shadow else { return }
    // Nobody else holds it while it is drawn.
    buffers.shadow = nil
    shadow.clear(light: scene.light, lamp: lamp, room: scene.room, view: view)
    for dancer in scene.dancers.indices where fillBody(dancer, frame) {
      shadow.add(body, lamp: lamp, room: scene.room, view: view)
    }
    let (count, channelCount) = (raster.parts.count, buffers.channelCount)
    let (places, labels) = (shadow.places, raster.parts)
    let (floor, wall) = (shadow.factors[0], shadow.factors[1])
    let (fallen, seen) = (places.storage.span, labels.storage.span)
    var levels = buffers.levels.mutableSpan
    for pixel in fallen.indices where fallen[pixel] != SceneLabel.nothing && fallen[pixel] == seen[pixel] {
      let factor = fallen[pixel] == SceneLabel.floor ? floor : wall
      for channel in 0..<channelCount { levels[channel &* count &+ pixel] *= factor }
    }
    buffers.shadow = shadow
  }

  /// Turns levels into bytes, with the frame's gain and noise.
  private mutating func expose(_ buffers: SceneVideoBuffers, _ frame: Int) {
    let time = scene.time(of: frame)
    let gain = scene.light.gain(inFrame: frame, at: time)
    let count = scene.camera.width * scene.camera.height
    if picture.channels.count != buffers.channelCount {
      picture = VideoFrame(
        width: scene.camera.width, height: scene.camera.height, channelCount: buffers.channelCount)
    }
    picture.time = time
    let (levels, deviations) = (buffers.levels.span, buffers.deviations.span)
    var generator = SeededGenerator(seed: scene.seed, stream: 2, index: UInt64(frame))
    for channel in 0..<buffers.channelCount {
      var pixels = picture.channels[channel].storage.mutableSpan
      for pixel in pixels.indices {
        let level = max(0, min(255, levels[channel &* count &+ pixel] * gain))
        let noisy = level + deviations[Int(level)] * generator.quickNormal()
        pixels[pixel] = UInt8(max(0, min(255, noisy + 0.5)))
      }
    }
  }
}

extension Camera {
  /// The unit normal, towards the camera, of the surface that a pixel shows, in the mirrored camera frame.
  ///
  /// A plane's inverse depth is `n . ray`, so its slope in the picture gives n. Of the slopes to both sides the lesser is
  /// taken, and only from pixels of the same dancer or object: edges have no normal.
  @inline(__always)
  func normal(_ x: Int, _ y: Int, inverseDepth: Span<Float>, labels: Span<UInt8>) -> SIMD3<Float> {
    let pixel = y &* width &+ x
    let (w, label) = (inverseDepth[pixel], labels[pixel])
    func slope(_ lower: Int?, _ upper: Int?) -> Float {
      let down = lower.flatMap { SceneLabel.isOne(labels[$0], label) ? w - inverseDepth[$0] : nil }
      let up = upper.flatMap { SceneLabel.isOne(labels[$0], label) ? inverseDepth[$0] - w : nil }
      return switch (down, up) {
      case (let down?, let up?): abs(down) < abs(up) ? down : up
      case (let one?, nil), (nil, let one?): one
      case (nil, nil): 0
      }
    }
    let across = slope(x > 0 ? pixel &- 1 : nil, x &+ 1 < width ? pixel &+ 1 : nil)
    let down = slope(y > 0 ? pixel &- width : nil, y &+ 1 < height ? pixel &+ width : nil)
    let ray = ray(x, y)
    let slopeX = across * (isMirrored ? focalX : -focalX)
    let slopeY = -down * focalY
    return SIMD3(-slopeX, -slopeY, -(w - slopeX * ray.x - slopeY * ray.y)).normalised
  }
}

extension SceneLabel {
  /// Whether two labels belong to one dancer, or to one surface.
  @inline(__always)
  static func isOne(_ a: UInt8, _ b: UInt8) -> Bool { a == b || (a < floor && a >> 5 == b >> 5) }
}

extension SceneMaterial.Texture {
  /// The tone at a place on a surface: in the plane that its normal is nearest to.
  func tone(at place: SIMD3<Float>, normal: SIMD3<Float>) -> Float {
    let (x, y, z) = (abs(normal.x), abs(normal.y), abs(normal.z))
    if y > x && y > z { return tone(u: place.x, v: place.z) }
    return x > z ? tone(u: place.z, v: place.y) : tone(u: place.x, v: place.y)
  }
}
