import Kinesphere

extension SceneStage {
  /// Films one frame as the depth sensor reads it: ``depth``, ``readingOwners`` and ``truth``.
  public mutating func film(_ frame: Int) {
    pose(frame)
    let camera = scene.camera
    var generator = SeededGenerator(seed: scene.seed, stream: 1, index: UInt64(frame))
    misplace(by: scene.faults.offset(inFrame: frame, of: scene.count))
    let noise = noise
    let (columns, rows) = (0..<camera.width, 0..<camera.height)
    readable.withUnsafeMutableBufferPointer { inverseDepth in
      noise.castShadow(
        on: inverseDepth, columns: columns, rows: rows, width: camera.width, focal: camera.focalX,
        isMirrored: camera.isMirrored)
      raster.withPlanes { _, labels in
        depth.storage.withUnsafeMutableBufferPointer { depth in
          origins.withUnsafeMutableBufferPointer { origins in
            noise.read(
              inverseDepth, labels: labels, into: depth, origins: origins, columns: columns, rows: rows,
              width: camera.width, height: camera.height, camera: camera, using: &generator)
          }
        }
      }
    }
    scene.faults.spoil(&depth, origins: origins, isBlack: isBlack, using: &generator)
    tellOwners()
  }

  /// Copies the clean picture, every surface farther away by an offset in metres.
  private mutating func misplace(by offset: Float) {
    let picture = raster.inverseDepth
    let clean = picture.span
    var moved = readable.mutableSpan
    for pixel in clean.indices {
      let w = clean[pixel]
      moved[pixel] = w / (1 + offset * w)
    }
  }

  private mutating func tellOwners() {
    let (labels, picture) = (origins, depth)
    let (origins, readings) = (labels.span, picture.storage.span)
    var owners = readingOwners.storage.mutableSpan
    for pixel in readings.indices {
      let owner = SceneLabel.dancer(of: origins[pixel])
      owners[pixel] = readings[pixel] == 0 ? SceneTruth.nobody : owner
    }
  }
}
