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
  private let server: WireServer
  private let jobs: JobQueue
  private let lock: FolderLock

  /// Opens the folder (makes it where it is absent) and its catalog, and looks through the folder once.
  ///
  /// Throws ``StudioError`` where the folder, the address or the token is none, the port is taken or the catalog cannot be
  /// opened; the folder is made only where address, token and port are good.
  public init(_ configuration: StudioConfiguration) throws {
    self.configuration = configuration
    // First what can fail without a folder, so that none is made in vain.
    let gate = try StudioGate(configuration)
    let address = try configuration.socketAddress
    try configuration.checkPort()
    let folder = try StudioFolder(path: configuration.folder)
    lock = try FolderLock(folder)
    let catalog = try Catalog.opened(in: folder)
    let jobs = JobQueue(folder: folder, catalog: catalog, configuration: configuration)
    self.jobs = jobs
    let routes = StudioRoutes(
      folder: folder, catalog: catalog, jobs: jobs,
      uploads: UploadDesk(folder: folder, limits: configuration.limits),
      frames: FrameSource(folder: folder), motions: MotionSource(folder: folder),
      liveAddress: configuration.liveAddress)
    let limits = configuration.limits
    server = WireServer(
      address: address,
      waits: WaitTable.Limits(reading: limits.patience, writing: limits.patience),
      limits: WireLimits(
        longestHead: limits.longestHead, headSeconds: limits.headSeconds,
        requestSeconds: limits.longestRequest),
      handler: StudioHandler(gate: gate, routes: routes))
  }

  /// Serves until the task is cancelled, then ends the job that runs.
  public func run() async throws {
    do {
      try await server.run()
    } catch {
      await jobs.stop()
      throw error is CancellationError ? error : StudioError(listening: configuration, error)
    }
  }

  /// Listens, where it does not yet, and returns the port. Throws ``StudioError`` where the port is taken.
  public func port() async throws -> UInt16 {
    do { return try await server.listen() } catch { throw StudioError(listening: configuration, error) }
  }

  /// Stops serving and ends the job that runs.
  public func stop() async {
    await jobs.stop()
    await server.stop(within: 0.1)
  }
}
