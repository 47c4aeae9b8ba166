import KinesphereData

/// A format that motions are written in.
public enum ExportFormat: String, Sendable, CaseIterable, Codable {
  /// The rig's rotations: ``BVHWriter``.
  case bvh
  /// Markers for OpenSim: ``TRCWriter``.
  case trc
  /// Markers for biomechanics: ``C3DWriter``.
  case c3d
  /// Key-points and joint angles, two tables: ``KeyPointTable``.
  case csv
  /// NumPy arrays: ``NPZWriter``.
  case npz
  /// An animated figure: ``GLBWriter``.
  case glb

  /// The names of the files of an export called `name`.
  public func fileNames(_ name: String) -> [String] {
    self == .csv ? ["\(name)-points.csv", "\(name)-angles.csv"] : ["\(name).\(rawValue)"]
  }
}

extension MotionExport {
  /// Writes one format into a folder that is being made; the files get their final names when it is published.
  ///
  /// Throws ``OutputError`` where the disk refuses.
  public func write(_ format: ExportFormat, bvh: BVHWriter = BVHWriter(), into folder: OutputFolder) throws {
    for (index, name) in format.fileNames(self.name).enumerated() {
      let file = try OutputFile(path: folder.work(name))
      switch format {
      case .bvh: try bvh.write(rig, rate: rate, to: file)
      case .trc: try TRCWriter().write(even, rate: rate, name: name, to: file)
      case .c3d: try C3DWriter().write(even, rate: rate, to: file)
      case .csv where index == 0: try KeyPointTable().writePoints(seen, to: file)
      case .csv: try KeyPointTable().writeAngles(seen, to: file)
      case .npz: try NPZWriter().write(self, to: file)
      case .glb: try GLBWriter().write(self, to: file)
      }
      try file.close()
    }
  }
}
