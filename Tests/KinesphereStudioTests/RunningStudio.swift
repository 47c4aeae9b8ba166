import Foundation

@testable import KinesphereStudio

/// A studio that serves while a test runs.
func withStudio(
  _ scratch: StudioScratch, token: String? = nil, command: String = "/bin/false",
  limits: StudioLimits = StudioLimits(), _ body: (StudioClient) async throws -> Void
) async throws {
  let configuration = StudioConfiguration(
    folder: scratch.path(""), command: command, port: 0, token: token, limits: limits)
  let studio = try Studio(configuration)
  let serving = Task { try await studio.run() }
  let client = StudioClient(port: try await studio.port())
  do {
    try await body(client)
  } catch {
    await studio.stop()
    throw error
  }
  await studio.stop()
  _ = await serving.result
}

/// The jobs, once `isEnough` holds; at most ten seconds.
func jobs(_ client: StudioClient, until isEnough: ([StudioJob]) -> Bool) async throws -> [StudioJob] {
  var jobs: [StudioJob] = []
  for _ in 0..<200 {
    jobs = try JSONDecoder().decode([StudioJob].self, from: await client.ask("GET", "/api/jobs").body)
    if isEnough(jobs) { break }
    try await Task.sleep(for: .milliseconds(50))
  }
  return jobs
}

/// Sends a file as the page does.
func upload(_ client: StudioClient, _ name: String, _ body: Data) async -> StudioClient.Answer {
  await client.ask(
    "POST", "/api/uploads?name=\(name)", headers: ["Content-Type: application/octet-stream"], body: body)
}
