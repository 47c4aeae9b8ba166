import FlyingFox
import Foundation

/// What each address answers with. Everything is found by a number that the catalog gave, never by a path.
struct StudioRoutes: Sendable {
  let folder: StudioFolder
  let catalog: Catalog
  let jobs: JobQueue
  let uploads: UploadDesk
  let frames: FrameSource
  let motions: MotionSource
  /// Of the stream that the live view opens by itself; nil where there is none.
  let liveAddress: String?

  /// Answers a request that passed the gate; throws a refusal where there is no answer, in words without this machine's paths.
  func answer(to request: HTTPRequest) async throws(HTTPResponse.Refusal) -> HTTPResponse {
    do {
      return try await find(request)
    } catch let refusal as HTTPResponse.Refusal {
      throw refusal
    } catch {
      throw HTTPResponse.Refusal(
        .unprocessableContent, "\(error)".replacingOccurrences(of: folder.path + "/", with: ""))
    }
  }

  private func find(_ request: HTTPRequest) async throws -> HTTPResponse {
    let parts = request.path.split(separator: "/").map(String.init)
    let isQuestion = request.method == .GET || request.method == .HEAD
    guard parts.first == "api" else {
      guard isQuestion else { throw HTTPResponse.Refusal(.methodNotAllowed, "the page is only read") }
      return try page(request, parts)
    }
    switch (isQuestion ? "GET" : request.method.rawValue, parts.dropFirst().first, parts.count) {
    case ("GET", "takes", 2): return try takes(request)
    case ("GET", "takes", 3...4): return try await take(request, parts)
    case ("PUT", "takes", 3): return try await describe(request, try number(parts[2]))
    case ("POST", "takes", 4) where parts[3] == "stages": return try await start(try number(parts[2]))
    case ("POST", "rescan", 2):
      try CatalogScan(folder: folder, catalog: catalog).run()
      return try .json(["state": "done"])
    case ("GET", "jobs", 2): return try .json(await jobs.all)
    case ("PUT", "jobs", 3): return try await answerJob(request, Int(try number(parts[2])))
    case ("POST", "jobs", 4) where parts[3] == "cancel":
      guard await jobs.cancel(Int(try number(parts[2]))) else { throw Self.absent }
      return try .json(await jobs.all)
    case ("POST", "uploads", 2): return try await upload(request)
    case ("GET", "live", 2): return try .json(["address": liveAddress])
    case ("GET", "alignment", 2): return try await alignment(request)
    default: throw Self.absent
    }
  }

  static let absent = HTTPResponse.Refusal(.notFound, "there is no such thing here")

  private func page(_ request: HTTPRequest, _ parts: [String]) throws -> HTTPResponse {
    guard parts.count <= 1, parts.first != "enter.html",
      let file = StudioPage.file(parts.first ?? "index.html", known: request.headers[.ifNoneMatch])
    else { throw Self.absent }
    return file
  }

  func number(_ text: String) throws -> Int64 {
    guard let number = Int64(text), number > 0 else { throw Self.absent }
    return number
  }

  func known(_ id: Int64) throws -> CatalogTake {
    guard let take = try catalog.take(id) else {
      throw HTTPResponse.Refusal(.notFound, "there is no take \(id)")
    }
    return take
  }

  /// The JSON that a request brought.
  func body<Value: Decodable>(_ request: HTTPRequest, as type: Value.Type) async throws -> Value {
    let data = try await request.bodyData
    guard let value = try? JSONDecoder().decode(type, from: data) else {
      throw HTTPResponse.Refusal(.badRequest, "this is not the JSON that belongs here")
    }
    return value
  }

  private func answerJob(_ request: HTTPRequest, _ id: Int) async throws -> HTTPResponse {
    let answers = try await body(request, as: RecordingAnswers.self)
    do throws(StudioError) {
      try await jobs.answer(id, with: answers)
    } catch {
      throw HTTPResponse.Refusal(.badRequest, error.description)
    }
    return try .json(await jobs.all)
  }

  private func upload(_ request: HTTPRequest) async throws -> HTTPResponse {
    let given = request.query.first { $0.name == "name" }?.value ?? ""
    let name = String(
      given.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
    guard !name.isEmpty, name.utf8.count <= 400, let length = Int(request.headers[.contentLength] ?? "")
    else {
      throw HTTPResponse.Refusal(.badRequest, "say the recording's name, of at most 400 bytes")
    }
    guard await jobs.hasRoom else { throw HTTPResponse.Refusal(.tooManyRequests, "too many jobs wait") }
    let path = try await uploads.take(request.bodySequence, length: length, name: name)
    do {
      return try .json(try await jobs.add(.upload(path: path, name: name)), status: .accepted)
    } catch {
      uploads.discard(path)
      throw HTTPResponse.Refusal(.tooManyRequests, "\(error)")
    }
  }

  private func start(_ id: Int64) async throws -> HTTPResponse {
    let take = try known(id)
    guard take.hasDepth else {
      throw HTTPResponse.Refusal(.conflict, "\(take.name) has no depth to track")
    }
    do {
      return try .json(try await jobs.add(.stages(take: take)), status: .accepted)
    } catch let error as StudioError {
      throw HTTPResponse.Refusal(.tooManyRequests, error.description)
    }
  }
}
