import Canonical

/// What a program that unpacks an export may use; more than that ends it.
struct DecodeLimits: Sendable {
    let seconds: Int
    /// Bytes of memory.
    let memory: Int
    /// Bytes that may come out.
    let size: Int
    /// The config line of each, or of the step.
    let secondsPlace: Place
    let memoryPlace: Place
    let sizePlace: Place

    init(_ settings: Settings) {
        seconds = settings.whole("seconds", 1...86_400) ?? 60
        memory = settings.bytes("memory") ?? 512_000_000
        size = settings.bytes("size") ?? 10_000_000_000
        secondsPlace = settings.place(of: "seconds")
        memoryPlace = settings.place(of: "memory")
        sizePlace = settings.place(of: "size")
    }
}
