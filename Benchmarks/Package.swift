// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "KinesphereBenchmarks",
  dependencies: [.package(name: "Kinesphere", path: "..")],
  targets: [
    // Runs our stages on request, so that a peer's rounds can be interleaved with ours.
    .executableTarget(
      name: "kinesphere-benchmarks",
      dependencies: [
        .product(name: "Kinesphere", package: "Kinesphere"),
        .product(name: "KinesphereData", package: "Kinesphere"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    // Runs the background models on frames that a peer reads too.
    .executableTarget(
      name: "kinesphere-background",
      dependencies: [.product(name: "Kinesphere", package: "Kinesphere")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    // Runs dense flow on pairs of pictures that a peer reads too.
    .executableTarget(
      name: "kinesphere-flow",
      dependencies: [.product(name: "Kinesphere", package: "Kinesphere")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    // Describes a sequence as recognition does, which a peer describes too.
    .executableTarget(
      name: "kinesphere-maps",
      dependencies: [
        .product(name: "Kinesphere", package: "Kinesphere"),
        .product(name: "KinesphereData", package: "Kinesphere"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6]
)
