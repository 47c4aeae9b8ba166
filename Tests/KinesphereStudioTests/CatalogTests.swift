import Foundation
import Testing

@testable import KinesphereStudio

struct CatalogTests {
  private func opened(_ scratch: StudioScratch) throws -> (StudioFolder, Catalog) {
    let folder = try StudioFolder(path: scratch.path(""))
    let catalog = try Catalog(path: folder.file(Catalog.fileName))
    try CatalogScan(folder: folder, catalog: catalog).run()
    return (folder, catalog)
  }

  @Test func takesInTheFolderAreFoundWithWhatIsDone() throws {
    let scratch = try StudioScratch()
    try scratch.take("alone")
    try scratch.take("tracked")
    try scratch.poses("tracked", MadeUp.raise())
    try scratch.poses("poses", MadeUp.raise())
    let (_, catalog) = try opened(scratch)
    let takes = Dictionary(uniqueKeysWithValues: try catalog.takes().map { ($0.name, $0) })
    #expect(takes.keys.sorted() == ["alone", "poses", "tracked"])
    #expect(takes["alone"]?.hasDepth == true && takes["alone"]?.isTracked == false)
    #expect(takes["alone"]?.frames == 12 && takes["alone"]?.dancer == "Ada")
    #expect(takes["tracked"]?.isTracked == true)
    #expect(takes["poses"]?.hasDepth == false && takes["poses"]?.frames == 60)
  }

  @Test func aDeletedCatalogIsMadeAgainFromTheFolder() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let (_, first) = try opened(scratch)
    #expect(try first.takes().count == 1)
    try FileManager.default.removeItem(atPath: scratch.path(Catalog.fileName))
    let take = try #require(try opened(scratch).1.takes().first)
    #expect(take.name == "dance" && take.frames == 12)
  }

  @Test func whatPeopleSaySurvivesARescanAndAReopening() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let (_, catalog) = try opened(scratch)
    let id = try #require(try catalog.takes().first?.id)
    #expect(try catalog.describe(id, dancer: "Grace", notes: "slow", tags: ["solo", "blue", "solo"]))
    try scratch.poses("dance", MadeUp.raise())
    let (_, again) = try opened(scratch)
    let take = try #require(try again.take(id))
    #expect(take.dancer == "Grace" && take.notes == "slow" && take.isTracked)
    #expect(try again.tags()[id] == ["blue", "solo"])
  }

  @Test func whatPeopleSayDuringAScanStays() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let (_, catalog) = try opened(scratch)
    // As the scan saw it before the words came.
    var seen = try #require(try catalog.takes().first)
    let id = try #require(seen.id)
    #expect(try catalog.describe(id, dancer: "Grace", notes: "slow", tags: ["solo"]))
    seen.isTracked = true
    #expect(try catalog.save(seen).id == id)
    let take = try #require(try catalog.take(id))
    #expect(take.dancer == "Grace" && take.notes == "slow" && take.isTracked)
    // Another scan that knew no such take.
    seen.id = nil
    #expect(try catalog.save(seen).id == id)
  }

  @Test func aFolderThatCannotBeReadLosesNothing() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let (folder, catalog) = try opened(scratch)
    try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + "-away")
    #expect(throws: StudioError.self) { try CatalogScan(folder: folder, catalog: catalog).run() }
    try FileManager.default.moveItem(atPath: folder.path + "-away", toPath: folder.path)
    #expect(try catalog.takes().count == 1)
  }

  @Test func aVanishedTakeLeavesTheCatalog() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    let (folder, catalog) = try opened(scratch)
    try FileManager.default.removeItem(atPath: scratch.path("dance.take"))
    try CatalogScan(folder: folder, catalog: catalog).run()
    #expect(try catalog.takes().isEmpty)
  }

  @Test func searchFindsEveryWordSomewhereAndTakesNothingForAPattern() throws {
    let scratch = try StudioScratch()
    for name in ["winter", "summer", "100%"] { try scratch.take(name) }
    let (_, catalog) = try opened(scratch)
    let id = try #require(try catalog.take(named: "winter")?.id)
    _ = try catalog.describe(id, dancer: "Ada", notes: "arms late", tags: ["solo"])
    func found(_ words: String) throws -> [String] { try catalog.takes(search: words).map(\.name).sorted() }
    #expect(try found("SOLO ada") == ["winter"])
    #expect(try found("solo summer") == [])
    #expect(try found("%") == ["100%"])
    #expect(try found("_") == [])
    #expect(try found("'; DROP TABLE take; --") == [])
    #expect(try found("").count == 3)
  }

  @Test func aDamagedTakeIsListedWithItsProblem() throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch.path("dance.take/take.json")))
    let take = try #require(try opened(scratch).1.takes().first)
    #expect(take.problem?.contains("the description of a take") == true)
    #expect(take.problem?.contains(scratch.url.path) == false)
  }

  @Test func linksAreNotTakes() throws {
    let (scratch, outside) = (try StudioScratch(), try StudioScratch())
    try outside.take("secret")
    try outside.poses("secret", MadeUp.raise())
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: scratch.path("link.take"), withDestinationPath: outside.path("secret.take"))
    try files.createDirectory(atPath: scratch.path("half.take"), withIntermediateDirectories: true)
    for name in ["take.json", "depth.log"] {
      try files.createSymbolicLink(
        atPath: scratch.path("half.take/\(name)"), withDestinationPath: outside.path("secret.take/\(name)"))
    }
    let (folder, catalog) = try opened(scratch)
    #expect(try catalog.takes().isEmpty)
    #expect(folder.existing("take.json", in: scratch.path("half.take")) == nil)
    #expect(
      folder.existing("../\(outside.url.lastPathComponent)/secret.take/take.json", in: scratch.path(""))
        == nil)
  }
}
