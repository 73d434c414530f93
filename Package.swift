// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hub",
    products: [.executable(name: "hub", targets: ["hub"])],
    targets: [
        .executableTarget(name: "hub", dependencies: ["Connectors", "Canonical"]),
        .target(name: "Connectors", dependencies: ["Canonical", "CRabbitMQ", "CCurl"]),
        .target(name: "Canonical"),
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .testTarget(name: "CanonicalTests", dependencies: ["Canonical"]),
        .testTarget(name: "ConnectorTests", dependencies: ["Connectors", "Canonical"], exclude: ["Fixtures"]),
    ],
    swiftLanguageModes: [.v6]
)
