import Foundation

/// The time that passes while servers are waited for; tests pass it without waiting.
struct Pace: Sendable {
    /// Seconds of a clock that never goes back.
    var now: @Sendable () -> Double
    /// Lets seconds pass.
    var pass: @Sendable (Double) -> Void
    /// A part of a number at random: what keeps hubs from coming back together.
    var jitter: @Sendable (Double) -> Double

    /// Real time.
    static let real = Pace(
        now: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }, pass: { Thread.sleep(forTimeInterval: $0) },
        jitter: { Double.random(in: 0...$0) })
}

/// What all visits of a process to the web share.
struct WebState: Sendable {
    var pace = Pace.real
    var rates = HostRates()
    var tokens = TokenCache()

    /// That of this process.
    static let process = WebState()
}
