// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// The PyTorch wheel's folder with `include` and `lib`: a symlink that `scripts/setup` makes. The paths need
// `unsafeFlags`, which SwiftPM allows in a root package only; this package is never a dependency.
let torch = "\(Context.packageDirectory)/.torch"

let package = Package(
  name: "KinesphereTraining",
  products: [
    .library(name: "KinesphereTraining", targets: ["KinesphereTraining"]),
    .executable(name: "kinesphere-train", targets: ["kinesphere-train"]),
  ],
  dependencies: [
    .package(name: "Kinesphere", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // C functions over libtorch; no C++ exception passes this border.
    .target(
      name: "CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-isystem", "\(torch)/include", "-isystem", "\(torch)/include/torch/csrc/api/include", "-O2",
        ])
      ],
      linkerSettings: [
        .unsafeFlags(["-L\(torch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(torch)/lib"]),
        .linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ]),
    // Linear support vector machines.
    .systemLibrary(name: "CLiblinear", providers: [.apt(["liblinear-dev"])]),
    // Tensor, layers and optimisers as Swift types.
    .target(name: "Torch", dependencies: ["CTorch"], swiftSettings: strict),
    // Networks, losses, data, trainer, recipes.
    .target(
      name: "KinesphereTraining",
      dependencies: [
        "Torch", "CLiblinear",
        .product(name: "Kinesphere", package: "Kinesphere"),
        .product(name: "KinesphereData", package: "Kinesphere"),
        .product(name: "KinesphereEvaluation", package: "Kinesphere"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "kinesphere-train",
      dependencies: [
        "KinesphereTraining", "Torch", .product(name: "KinesphereFlags", package: "Kinesphere"),
        .product(name: "KinesphereEvaluation", package: "Kinesphere"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KinesphereTrainingTests",
      dependencies: [
        "KinesphereTraining", "Torch", "kinesphere-train",
        .product(name: "_KinesphereTestSupport", package: "Kinesphere"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
