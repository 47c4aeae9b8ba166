import GRDB

extension Catalog {
  /// Opens or makes the catalog of a folder and looks through the folder once. Throws ``StudioError`` where the file is damaged
  /// or cannot be used.
  static func opened(in folder: StudioFolder) throws -> Catalog {
    let path = folder.file(fileName)
    do {
      let catalog = try Catalog(path: path)
      try CatalogScan(folder: folder, catalog: catalog).run()
      return catalog
    } catch let error as DatabaseError {
      throw StudioError(catalog: path, error)
    }
  }
}
