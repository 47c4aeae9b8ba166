import Foundation
import Testing

@testable import KinesphereStudio

/// The studio over a real socket.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct StudioServerTests {
  @Test func thePageIsServedWithStrictHeadersAndIsSmall() async throws {
    try await withStudio(StudioScratch()) { client in
      let page = await client.ask("GET", "/")
      #expect(page.status == 200)
      #expect(String(decoding: page.body, as: UTF8.self).contains("<main id=\"view\""))
      let policy = try #require(page.header("Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
      #expect(!policy.contains("unsafe"))
      #expect(page.header("X-Content-Type-Options") == "nosniff")
      for name in ["studio.js", "player.js", "studio.css", "icon.svg"] {
        #expect(await client.ask("GET", "/\(name)").status == 200)
      }
      #expect(StudioPage.size <= 300_000)
    }
  }

  /// Inline script or style would need a weaker policy.
  @Test func thePageHasNothingInlineAndNothingFromElsewhere() async throws {
    try await withStudio(StudioScratch()) { client in
      for target in ["/", "/studio.js", "/studio.css", "/library.js"] {
        let text = String(decoding: await client.ask("GET", target).body, as: UTF8.self)
        #expect(!text.contains("style=\"") && !text.contains(" onclick=\"") && !text.contains("<style"))
        #expect(!text.contains("https://") && !text.contains("innerHTML") && !text.contains("eval("))
      }
    }
  }

  @Test(arguments: [
    "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/studio.js%00.css",
    "/api/takes/1/../../../etc/passwd", "/api/takes/..%2f..%2fsecret", "/api/takes/1/depth/../../x",
    "/api/takes/-1", "/api/takes/9999999999999999999", "//etc/passwd", "/kinesphere-catalog.sqlite",
    "/dance.take/take.json", "/api/takes/1/%2e%2e%2fsecret", "/enter.html", "/api/takes/1e3/depth",
  ])
  func aPathThatLeadsElsewhereLeadsNowhere(target: String) async throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    try await withStudio(scratch) { client in
      let answer = await client.ask("GET", target)
      #expect([400, 404].contains(answer.status), "\(target) answers \(answer.status)")
      #expect(!String(decoding: answer.body, as: UTF8.self).contains("root:"))
    }
  }

  @Test func foreignHostsOriginsMethodsAndTypesAreRefused() async throws {
    try await withStudio(StudioScratch()) { client in
      #expect(await client.ask("GET", "/", headers: ["Host: evil.example"]).status == 403)
      #expect(await client.ask("GET", "/api/takes", headers: ["Origin: http://evil.example"]).status == 403)
      #expect(await client.ask("GET", "/api/takes", headers: ["Origin: null"]).status == 403)
      #expect(await client.ask("GET", "/api/takes", headers: ["Sec-Fetch-Site: cross-site"]).status == 403)
      #expect(await client.ask("DELETE", "/api/takes/1").status == 405)
      let form = ["Content-Type: application/x-www-form-urlencoded"]
      #expect(await client.ask("POST", "/api/rescan", headers: form, body: Data("a=b".utf8)).status == 415)
      let text = ["Content-Type: text/plain"]
      #expect(
        await client.ask("POST", "/api/uploads?name=a.bin", headers: text, body: Data("a".utf8)).status == 415
      )
      #expect(await client.ask("POST", "/api/rescan", json: "{}").status == 200)
    }
  }

  /// A foreign page may send any body in a simple request; what it holds must not be taken for the next request.
  @Test func theBodyOfARefusedRequestIsNeverARequest() async throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    try await withStudio(scratch) { client in
      let json = #"{"dancer": "Mallory", "notes": "", "tags": []}"#
      let inner =
        "PUT /api/takes/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)"
      // By itself it is a request that does something.
      let padded = Data((inner + String(repeating: " ", count: 140_000)).utf8)
      let length = "Content-Length: \(padded.count)"
      for head in [
        ["POST / HTTP/1.1", "Host: 127.0.0.1", "Content-Type: text/plain", length],
        ["POST /api/rescan HTTP/1.1", "Host: evil.example", "Content-Type: application/json", length],
        ["POST /api/uploads HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/octet-stream", length],
        ["GET /api/takes HTTP/1.1", "Host: 127.0.0.1", length],
        ["GET /api/takes HTTP/1.1", "Host: 127.0.0.1", "Transfer-Encoding: chunked"],
      ] {
        _ = await client.send(head, body: padded, patience: 3)
      }
      let take = await client.ask("GET", "/api/takes/1")
      #expect(take.status == 200)
      #expect(!String(decoding: take.body, as: UTF8.self).contains("Mallory"))
    }
  }

  @Test func aTokenIsAskedForAndGivesACookie() async throws {
    try await withStudio(StudioScratch(), token: "a long secret") { client in
      let page = await client.ask("GET", "/")
      #expect(page.status == 401)
      #expect(String(decoding: page.body, as: UTF8.self).contains("name=\"token\""))
      #expect(await client.ask("GET", "/api/takes").status == 401)
      #expect(await client.ask("GET", "/studio.js").status == 401)
      #expect(await client.ask("GET", "/?token=wrong").status == 401)
      let entered = await client.ask("GET", "/?token=a%20long%20secret")
      #expect(entered.status == 303)
      let cookie = try #require(entered.header("Set-Cookie"))
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
      let pair = String(cookie.prefix { $0 != ";" })
      #expect(await client.ask("GET", "/api/takes", headers: ["Cookie: \(pair)"]).status == 200)
      #expect(await client.ask("GET", "/api/takes", headers: ["Cookie: \(pair)0"]).status == 401)
      #expect(
        await client.ask("GET", "/api/takes", headers: ["Authorization: Bearer a long secret"]).status == 200)
    }
  }

  @Test func guessingATokenIsSlow() async throws {
    try await withStudio(StudioScratch(), token: "a long secret") { client in
      for (target, headers) in [
        ("/api/takes", ["Authorization: Bearer a long secrex"]), ("/?token=wrong", []),
      ] {
        let answer = await client.ask("GET", target, headers: headers)
        #expect(answer.status == 401 && answer.seconds >= 1, "\(target) answers after \(answer.seconds) s")
      }
    }
  }

  @Test func whoSendsNothingIsCutOff() async throws {
    var limits = StudioLimits()
    limits.patience = 0.5
    try await withStudio(StudioScratch(), limits: limits) { client in
      let answer = await client.raw(Data("GET / HTTP/1.1\r\nHost: 127".utf8))
      #expect(answer.status == 0)
      #expect(answer.seconds < 25, "it took \(answer.seconds) s, the studio's own patience")
      #expect(await client.ask("GET", "/").status == 200)
    }
  }

  @Test func depthAndMotionComeAsNumbers() async throws {
    let scratch = try StudioScratch()
    try scratch.take("dance")
    try scratch.poses("dance", MadeUp.raise(frames: 12))
    try await withStudio(scratch) { client in
      let depth = await client.ask("GET", "/api/takes/1/depth?from=3&count=4")
      #expect(depth.status == 200)
      let words = depth.body.withUnsafeBytes { Array($0.prefix(16).bindMemory(to: UInt32.self)) }
      #expect(depth.body.prefix(4) == Data("KSD1".utf8))
      #expect(words[1...] == [32, 24, 4])
      let motion = await client.ask("GET", "/api/takes/1/motion")
      #expect(motion.body.count == 12 * TakeMotion.columns * 4)
      #expect(
        await client.ask("GET", "/api/takes/1/thumbnail.png").body.prefix(4)
          == Data([0x89, 0x50, 0x4E, 0x47]))
      #expect(await client.ask("GET", "/api/takes/1/depth?from=99999").body.count == 16)
      for wrong in ["from=-1", "count=-1", "from=x", "from=99999999999999999999"] {
        #expect(await client.ask("GET", "/api/takes/1/depth?\(wrong)").status == 400, "\(wrong)")
      }
      #expect(await client.ask("GET", "/api/takes/2/motion").status == 404)
    }
  }
}
