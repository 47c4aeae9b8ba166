import FlyingFox
import FlyingSocks
import Foundation

/// The studio: a folder of takes, its catalog, its jobs and the page that shows them, served over HTTP.
///
/// It serves nothing but the page's own files and what the catalog names; see ``StudioGate`` for who may ask. Stages of an
/// import run in processes of their own, so that no recording can stop the server.
///
/// ```swift
/// let studio = try Studio(StudioConfiguration(folder: "takes", command: "/usr/local/bin/kinesphere"))
/// try await studio.run()
/// ```
public final class Studio: Sendable {
  public let configuration: StudioConfiguration
  private let server: HTTPServer
  private let jobs: JobQueue
  private let lock: FolderLock

  /// Opens the folder (makes it where it is absent) and its catalog, and looks through the folder once.
  ///
  /// Throws ``StudioError`` where the folder, the address or the token is none, and the database's error where the catalog
  /// cannot be opened.
  public init(_ configuration: StudioConfiguration) throws {
    self.configuration = configuration
    let folder = try StudioFolder(path: configuration.folder)
    lock = try FolderLock(folder)
    let catalog = try Catalog(path: folder.file(Catalog.fileName))
    try CatalogScan(folder: folder, catalog: catalog).run()
    let jobs = JobQueue(folder: folder, catalog: catalog, configuration: configuration)
    self.jobs = jobs
    let gate = try StudioGate(configuration)
    let routes = StudioRoutes(
      folder: folder, catalog: catalog, jobs: jobs,
      uploads: UploadDesk(folder: folder, limits: configuration.limits),
      frames: FrameSource(folder: folder), motions: MotionSource(folder: folder),
      liveAddress: configuration.liveAddress)
    let pool = PatientPool(HTTPServer.defaultPool(), patience: configuration.limits.patience)
    var settings = Self.settings(try configuration.socketAddress, configuration.limits)
    settings.pool = pool
    server = HTTPServer(config: settings, handler: StudioHandler(gate: gate, routes: routes))
  }

  private static func settings(_ address: some SocketAddress, _ limits: StudioLimits)
    -> HTTPServer.Configuration
  {
    HTTPServer.Configuration(
      address: address, timeout: limits.longestRequest, sharedRequestBufferSize: 1 << 16,
      sharedRequestReplaySize: 1 << 17, logger: .disabled)
  }

  /// Serves until the task is cancelled, then ends the job that runs.
  public func run() async throws {
    do {
      try await server.run()
    } catch {
      await jobs.stop()
      throw error
    }
  }

  /// Returns the port once the server listens; throws where it does not within five seconds.
  public func port() async throws -> UInt16 {
    try await server.waitUntilListening()
    switch await server.listeningAddress {
    case .ip4(_, let port), .ip6(_, let port): return port
    case .unix, nil: return configuration.port
    }
  }

  /// Stops serving and ends the job that runs.
  public func stop() async {
    await jobs.stop()
    await server.stop(timeout: 0.1)
  }
}
