import Synchronization

/// When each host may be asked next, over all feeds of a process.
///
/// Feeds run on threads of their own. A mutex is held for a few instructions to reserve a moment, never while somebody
/// waits for it or for an answer: an actor would make every source asynchronous for the sake of one number a host.
final class HostRates: Sendable {
    private struct Slots {
        /// The moment that the next request may take.
        var next = 0.0
        /// Seconds between two requests: the longest that any feed has named.
        var interval = 0.0
    }

    private let hosts = Mutex<[String: Slots]>([:])

    /// Takes the next free moment of a host for one request; returns how many seconds away it is.
    func reserve(_ host: String, interval: Double, now: Double) -> Double {
        hosts.withLock { hosts in
            var slots = hosts[host] ?? Slots()
            let moment = max(now, slots.next)
            slots.interval = max(slots.interval, interval)
            slots.next = moment + slots.interval
            hosts[host] = slots
            return moment - now
        }
    }

    /// Leaves a host alone until a moment, because it said that it is asked too often.
    func hold(_ host: String, until moment: Double) {
        hosts.withLock { hosts in
            var slots = hosts[host] ?? Slots()
            slots.next = max(slots.next, moment)
            hosts[host] = slots
        }
    }
}
