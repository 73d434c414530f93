/// How long a connection waits for what, in seconds; librabbitmq's own defaults are all "for ever".
package struct BrokerLimits: Sendable {
    /// For the broker to answer at all, and for the login.
    package var connect = 10
    /// For the answer to a declare, bind, get and the like; a new quorum queue on a busy cluster takes seconds.
    package var answer = 30
    /// For the broker to read what was sent; a memory alarm or a dead peer makes this matter.
    package var stall = 60
    /// Between heartbeats; a peer silent for twice as long is given up.
    ///
    /// The broker looks once in this time and gives a hub up when two looks in a row saw nothing, that is after 12 to 18 s;
    /// with ``Backoff/standby`` another hub has then taken over within 30 s.
    package var heartbeat = 6

    /// The standard limits.
    package init() {}
}
