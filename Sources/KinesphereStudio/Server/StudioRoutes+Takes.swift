import FlyingFox
import Foundation
import Kinesphere

/// A take in the library's list.
struct TakeSummary: Encodable, Sendable {
  let id: Int64
  let name, dancer, notes, provenance: String
  let tags: [String]
  let hasDepth, isTracked, isRecognised: Bool
  let frames, width, height: Int
  let rate, duration, added, changed: Double
  let problem: String?

  init(_ take: CatalogTake, tags: [String]) {
    id = take.id ?? 0
    (name, dancer, notes, provenance) = (take.name, take.dancer, take.notes, take.provenance)
    self.tags = tags
    (hasDepth, isTracked, isRecognised) = (take.hasDepth, take.isTracked, take.isRecognised)
    (frames, width, height) = (take.frames, take.width, take.height)
    (rate, duration, added, changed) = (take.rate, take.duration, take.added, take.changed)
    problem = take.problem
  }
}

/// What the player reads before it shows a take.
struct TakeDetail: Encodable, Sendable {
  let take: TakeSummary
  let camera: Camera?
  let weights: String?
  let columns: Int
  let keypoints: [String]
  /// Place of each key-point's parent; -1 for the pelvis.
  let parents: [Int]
  let channels, channelUnits, angles: [String]
  let actions: [TakeAction]
  let phrases: [MovementPhrase]
  let features: [TakeFeature]
}

extension StudioRoutes {
  func takes(_ request: HTTPRequest) throws -> HTTPResponse {
    let search = request.query.first { $0.name == "search" }?.value ?? ""
    let tags = try catalog.tags()
    return try .json(try catalog.takes(search: search).map { TakeSummary($0, tags: tags[$0.id ?? 0] ?? []) })
  }

  func take(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
    let take = try known(try number(parts[2]))
    func count(_ name: String, _ fallback: Int) -> Int {
      max(0, request.query.first { $0.name == name }.flatMap { Int($0.value) } ?? fallback)
    }
    do {
      switch parts.count == 4 ? parts[3] : "" {
      case "": return try await detail(take)
      case "motion": return .bytes(try await motion(take).table)
      case "depth":
        guard take.hasDepth else { throw HTTPResponse.Refusal(.notFound, "\(take.name) has no depth") }
        return .bytes(try await frames.chunk(of: take, from: count("from", 0), count: count("count", 30)))
      case "thumbnail.png":
        let motion = take.isTracked && take.problem == nil ? try? await motions.motion(of: take) : nil
        guard let png = try await frames.thumbnail(of: take, motion: motion) else { throw Self.absent }
        return .bytes(png, type: "image/png")
      default: throw Self.absent
      }
    } catch let refusal as HTTPResponse.Refusal {
      throw refusal
    } catch {
      throw HTTPResponse.Refusal(
        .unprocessableContent, "\(error)".replacingOccurrences(of: folder.path + "/", with: ""))
    }
  }

  private func motion(_ take: CatalogTake) async throws -> TakeMotion {
    guard take.isTracked else { throw HTTPResponse.Refusal(.notFound, "\(take.name) is not tracked yet") }
    return try await motions.motion(of: take)
  }

  private func detail(_ take: CatalogTake) async throws -> HTTPResponse {
    let id = take.id ?? 0
    let motion = take.isTracked ? try await motions.motion(of: take) : nil
    return try .json(
      TakeDetail(
        take: TakeSummary(take, tags: try catalog.tags()[id] ?? []), camera: motion?.header.camera,
        weights: motion?.header.weights, columns: TakeMotion.columns, keypoints: KeyPoint.names,
        parents: KeyPoint.allCases.map { $0.parent?.rawValue ?? -1 }, channels: MotionChannels.names,
        channelUnits: MotionChannels.units, angles: JointAngles.names, actions: try catalog.actions(id),
        phrases: motion.map { MovementPhrase.phrases(of: $0.motion) } ?? [],
        features: try catalog.features(id)))
  }

  /// What people say of a take.
  private struct Description: Decodable {
    let dancer, notes: String
    let tags: [String]
  }

  func describe(_ request: HTTPRequest, _ id: Int64) async throws -> HTTPResponse {
    let given = try await body(request, as: Description.self)
    let tags = given.tags.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    guard given.dancer.count <= 80, given.notes.count <= 10_000, tags.count <= 40,
      tags.allSatisfy({ $0.count <= 40 })
    else {
      throw HTTPResponse.Refusal(
        .badRequest, "expected a dancer of at most 80 characters, notes of 10000 and 40 tags of 40")
    }
    guard try catalog.describe(id, dancer: given.dancer, notes: given.notes, tags: tags) else {
      throw Self.absent
    }
    return try .json(TakeSummary(try known(id), tags: try catalog.tags()[id] ?? []))
  }

  func alignment(_ request: HTTPRequest) async throws -> HTTPResponse {
    let ids = try ["first", "second"].map { name in
      try number(request.query.first { $0.name == name }?.value ?? "")
    }
    let (one, other) = (
      try await motion(try known(ids[0])).motion, try await motion(try known(ids[1])).motion
    )
    let alignment = await Task.detached { Alignment(one, other) }.value
    guard let alignment else {
      throw HTTPResponse.Refusal(.conflict, "one of the takes shows too little of a dancer to be compared")
    }
    return try .json(alignment)
  }
}
