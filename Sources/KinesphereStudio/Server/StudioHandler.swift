import FlyingFox
import Foundation

/// What the server calls for every request: the gate, then the routes, then the headers that every answer has.
struct StudioHandler: HTTPHandler {
  let gate: StudioGate
  let routes: StudioRoutes

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    await answer(to: request).guarded(policy: gate.policy)
  }

  private func answer(to request: HTTPRequest) async -> HTTPResponse {
    do throws(HTTPResponse.Refusal) {
      if let response = try await enter(request) { return response }
      try gate.check(request)
    } catch {
      // Guessing is slow.
      if error.status == .unauthorized, request.headers[.authorization] != nil {
        try? await Task.sleep(for: .seconds(1))
      }
      return refused(error, request)
    }
    do throws(HTTPResponse.Refusal) {
      var response = try await routes.answer(to: request)
      if request.method == .HEAD { response.payload = .httpBody(HTTPBodySequence()) }
      return response
    } catch {
      return .refusal(error)
    }
  }

  /// Without the token the page is the one that asks for it.
  private func refused(_ refusal: HTTPResponse.Refusal, _ request: HTTPRequest) -> HTTPResponse {
    guard refusal.status == .unauthorized, request.path == "/", request.method == .GET,
      var page = StudioPage.file("enter.html")
    else { return .refusal(refusal) }
    page.statusCode = .unauthorized
    return page
  }

  /// The page's address with the token in it: a cookie, and the address without it. Nil for all other requests.
  private func enter(_ request: HTTPRequest) async throws(HTTPResponse.Refusal) -> HTTPResponse? {
    guard let token = gate.token, request.method == .GET, request.path == "/",
      let given = request.query.first(where: { $0.name == "token" })?.value,
      gate.isOwn(host: request.headers[.host] ?? "")
    else { return nil }
    guard token.isToken(given) else {
      // Guessing is slow.
      try? await Task.sleep(for: .seconds(1))
      throw HTTPResponse.Refusal(.unauthorized, "this is not the token")
    }
    let cookie = "\(token.cookie)=\(token.session); HttpOnly; SameSite=Strict; Path=/"
    let headers: HTTPHeaders = [.location: "/", .setCookie: cookie]
    return HTTPResponse(statusCode: .seeOther, headers: headers)
  }
}
