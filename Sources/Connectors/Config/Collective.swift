import Canonical

/// Everything that a config folder says: the collective, its members, feeds and codes.
package struct Collective: Sendable {
    /// The config folder, as the person gave it.
    package let folder: String
    package let id: String
    package let name: String
    /// Départements of the territory.
    package let departements: [String]
    package let broker: BrokerSettings
    /// Keyed hash that makes pseudonyms and identity fingerprints; nil when the config names none.
    package let pseudonymKey: HMACKey?
    /// Where the config names that key.
    package let pseudonymPlace: Place
    package let retention: Retention
    /// In order of their ids.
    package let members: [Member]
    /// In order of their ids.
    package let feeds: [Feed]
    package let codes: Codes
    /// Where communes lie, as far as the config tells.
    package let communes: Communes
    /// What must reach whom, in order of files and lines.
    package let routingTests: [RoutingTest]
    /// What turns dates, counters and missing messages into alerts.
    package let rules: RuleBook
    /// What reports count, and how.
    package let report: ReportDefinitions
    /// How much is proposed where offers and referrals are matched, and how far.
    let matching: Matcher.Limits

    /// Whether anything raises alerts: rules, or matches.
    package var raisesAlerts: Bool { !rules.rules.isEmpty || matching.alertsPerDay != nil }

    package func member(_ id: String) -> Member? { members.first { $0.id == id } }
    package func feed(_ id: String) -> Feed? { feeds.first { $0.id == id } }

    /// How to reach the broker.
    package struct BrokerSettings: Sendable {
        package let address: BrokerAddress
        /// The management plugin's addresses, one for each node that has it; empty when the config names none.
        package let management: [String]
        package let place: Place
        package let managementPlace: Place
    }

    /// How long things are kept, in days, and how many of them.
    package struct Retention: Sendable {
        package var journalDays = 365
        package var inboxDays = 60
        /// Messages that wait in one inbox before the oldest become dead letters.
        package var inboxMessages = 100_000
        package var deadDays = 365
    }
}

/// One inbound connector: where exports come from, how they read, what they become.
package struct Feed: Sendable {
    /// Its config file's name without the ending.
    package let id: String
    /// The member that it comes from.
    package let member: String
    package let schema: Schema
    package let source: any ExportSource
    /// What unpacks an export before its format reads it, in order; mostly nothing.
    package let decode: [any ExportDecoder]
    package let format: any Format
    package let mapping: Mapping
    /// Seconds between two runs.
    package let every: Int
    /// Whether what an export no longer holds is withdrawn.
    package let withdrawsAbsent: Bool
    /// Share of what stands published, in percent, that one run may withdraw.
    package let withdrawalLimit: Int
    package let withdrawalPlace: Place
    /// Share of its records, in percent, that one run may reject.
    package let rejectionLimit: Int
    package let rejectionPlace: Place
    /// What is done about an export that no longer looks like those before it.
    package let drift: DriftPolicy
    /// Whether the member is told of each run what became of its export.
    package let sendsReceipts: Bool
    /// Its config file.
    package let place: Place
    /// Tells what was read with this config from what was read with another: a digest of the words of the feed, of the
    /// members and of the codes; neither comments nor values of variables and secrets are in it.
    package let fingerprint: String
}
