/// How long to wait after failures: full jitter (a random part of a doubling limit), so that hubs do not come back together.
package struct Backoff {
    /// Seconds that the first wait stays below.
    static let first = 1.0
    /// Seconds that no wait exceeds.
    static let longest = 60.0

    /// Seconds until a hub that stands by looks whether the one that runs a feed still does.
    package static let standby = 5.0

    private var failures = 0

    package init() {}

    /// The next wait in seconds.
    package mutating func next(_ random: inout some RandomNumberGenerator) -> Double {
        let limit = min(Backoff.longest, Backoff.first * Double(1 << min(failures, 16)))
        failures += 1
        return Double.random(in: 0...limit, using: &random)
    }

    /// Starts over after a success.
    package mutating func reset() { failures = 0 }
}
