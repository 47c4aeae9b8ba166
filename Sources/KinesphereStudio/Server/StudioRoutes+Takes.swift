import FlyingFox
import Foundation
import Kinesphere
import KinesphereMovement

extension StudioRoutes {
  func takes(_ request: HTTPRequest) throws -> HTTPResponse {
    let search = request.query.first { $0.name == "search" }?.value ?? ""
    let tags = try catalog.tags()
    return try .json(try catalog.takes(search: search).map { TakeSummary($0, tags: tags[$0.id ?? 0] ?? []) })
  }

  func take(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
    let take = try known(try number(parts[2]))
    func count(_ name: String, _ fallback: Int) throws -> Int {
      guard let text = request.query.first(where: { $0.name == name })?.value else { return fallback }
      guard let number = Int(text), number >= 0 else {
        throw HTTPResponse.Refusal(.badRequest, "\(name) should be 0 or more")
      }
      return number
    }
    switch parts.count == 4 ? parts[3] : "" {
    case "": return try await detail(take)
    case "posture": return try await posture(request, take)
    case "motion": return .bytes(try await motion(take).table)
    case "depth":
      guard take.hasDepth else { throw HTTPResponse.Refusal(.notFound, "\(take.name) has no depth") }
      let (first, length) = (try count("from", 0), try count("count", 30))
      return .bytes(try await frames.chunk(of: take, from: first, count: length))
    case "thumbnail.png":
      let motion = take.isTracked && take.problem == nil ? try? await motions.motion(of: take) : nil
      guard let png = try await frames.thumbnail(of: take, motion: motion) else { throw Self.absent }
      return .bytes(png, type: "image/png")
    default: throw Self.absent
    }
  }

  /// Against the take `reference` where the request names one, else against targets.
  private func posture(_ request: HTTPRequest, _ take: CatalogTake) async throws -> HTTPResponse {
    let motion = try await motion(take)
    if let text = request.query.first(where: { $0.name == "reference" })?.value {
      let other = try known(try number(text))
      let reference = try await self.motion(other)
      return try .json(
        try await Task.detached {
          try TakePosture(motion, name: take.name, reference: reference, named: other.name)
        }.value)
    }
    let (actions, folder) = (try catalog.actions(take.id ?? 0), folder)
    return try .json(
      try await Task.detached {
        try TakePosture(motion, name: take.name, actions: actions, folder: folder)
      }.value)
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
        phrases: motion.map { Phrases.find(MotionEnergy($0.motion)) } ?? [],
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
    let (one, other) = (try await motion(try known(ids[0])), try await motion(try known(ids[1])))
    let alignment = await Task.detached { TakeAlignment(one, other) }.value
    guard let alignment else {
      throw HTTPResponse.Refusal(.conflict, "one of the takes shows too little of a dancer to be compared")
    }
    return try .json(alignment)
  }
}
