// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "Kinesphere",
  products: [
    .library(name: "Kinesphere", targets: ["Kinesphere"]),
    .library(name: "KinesphereData", targets: ["KinesphereData"]),
    .library(name: "KinesphereEvaluation", targets: ["KinesphereEvaluation"]),
    .library(name: "KinesphereFlags", targets: ["KinesphereFlags"]),
    .library(name: "KinesphereMovement", targets: ["KinesphereMovement"]),
    .library(name: "KinesphereExport", targets: ["KinesphereExport"]),
    .library(name: "KinesphereStudio", targets: ["KinesphereStudio"]),
    // For the tests of the packages in this repository.
    .library(name: "_KinesphereTestSupport", targets: ["_KinesphereTestSupport"]),
    .executable(name: "kinesphere", targets: ["KinesphereCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    // ffmpeg as a child process. Without its trait: bytes and strings need no Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // The studio's server with WebSocket, and its catalog of takes.
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // The few hot kernels: one C source for every CPU level, chosen at run time.
    .target(name: "CKernels"),
    // The morphable body and the shipped weights, inside the binary (C23 #embed).
    .target(name: "CAssets", exclude: ["README.md"]),
    // The studio's page, as it is, inside the binary.
    .target(name: "CStudioAssets", exclude: ["page"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    // Depth frame -> pose, in real time. No Foundation, no I/O, no training.
    .target(
      name: "Kinesphere",
      dependencies: ["CKernels", .product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: strict),
    .target(
      name: "KinesphereData",
      dependencies: [
        "Kinesphere", "CKernels", "CAssets", "CZlib",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .target(
      name: "KinesphereEvaluation",
      dependencies: [
        "Kinesphere", "KinesphereData", "CZlib", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    // Poses -> named measures with units: posture, its targets, what falls short of them.
    .target(
      name: "KinesphereMovement",
      dependencies: ["Kinesphere", .product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: strict),
    // Motions to and from the formats of other programs, and the packets of live streams.
    .target(
      name: "KinesphereExport",
      dependencies: [
        "Kinesphere", "KinesphereData", "CZlib", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    // The studio: its catalog, its server, its one page, and the hub that live viewers listen to.
    .target(
      name: "KinesphereStudio",
      dependencies: [
        "Kinesphere", "KinesphereData", "KinesphereMovement", "KinesphereExport", "KinesphereEvaluation",
        "CStudioAssets", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // What a user says about a recording: the options that `kinesphere` and `kinesphere-train` share.
    .target(
      name: "KinesphereFlags",
      dependencies: [
        "Kinesphere", "KinesphereData", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "KinesphereCommand",
      dependencies: [
        "Kinesphere", "KinesphereData", "KinesphereEvaluation", "KinesphereFlags", "KinesphereMovement",
        "KinesphereExport", "KinesphereStudio",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "_KinesphereTestSupport",
      dependencies: ["Kinesphere", "KinesphereData", "CZlib"],
      swiftSettings: strict),
    // Counts heap allocations, so that a test can say that a frame makes none.
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    // The live path with optimisation on: `swift run -c release AllocationCheck`.
    .executableTarget(
      name: "AllocationCheck",
      dependencies: [
        "CAllocationCount", "Kinesphere", "KinesphereData", "KinesphereExport", "KinesphereMovement",
        "_KinesphereTestSupport",
      ],
      path: "Tests/AllocationCheck", swiftSettings: strict),
    .testTarget(
      name: "KinesphereTests",
      dependencies: [
        "Kinesphere", "CKernels", "CAllocationCount", "KinesphereData", "_KinesphereTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereDataTests",
      dependencies: ["KinesphereData", "CZlib", "_KinesphereTestSupport"],
      exclude: ["Fuzz/README.md"],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereEvaluationTests",
      dependencies: ["KinesphereEvaluation", "CZlib", "_KinesphereTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereMovementTests", dependencies: ["KinesphereMovement", "_KinesphereTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereExportTests",
      dependencies: [
        "KinesphereExport", "CZlib", "CAllocationCount", "_KinesphereTestSupport",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereStudioTests", dependencies: ["KinesphereStudio", "_KinesphereTestSupport"],
      swiftSettings: strict),
    // These start the built command as a child process, as a user would.
    .testTarget(
      name: "KinesphereCommandTests",
      dependencies: [
        "KinesphereCommand", "KinesphereData", "KinesphereEvaluation", "KinesphereStudio",
        "_KinesphereTestSupport",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
