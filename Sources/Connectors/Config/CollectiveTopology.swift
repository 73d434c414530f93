import Canonical

extension Collective {
    /// What should stand on the broker.
    package var topology: Topology {
        Topology(
            collective: id,
            members: members.map { member in
                TopologyMember(
                    id: member.id, amqpPassword: member.amqpPassword?.reveal,
                    reader: member.delivery.map { .hub(atHours: !$0.hours.isEmpty) } ?? .itself)
            },
            feeds: feeds.map(\.id) + [ReferralsRun.id, SharesRun.id] + (raisesAlerts ? [RulesRun.id] : []),
            journalMaxAge: "\(retention.journalDays)D", inboxMaxAgeDays: retention.inboxDays,
            deadMaxAgeDays: retention.deadDays)
    }

    /// The management plugin that the config names.
    package func management() throws(Failure) -> Management {
        guard !broker.management.isEmpty else {
            throw Failure(
                Problem(
                    broker.managementPlace, "\"management\" is missing",
                    why: "policies and users are set through the broker's management plugin",
                    fix: "add \"management\": \"http://127.0.0.1:15672\" to \"broker\""), .config)
        }
        return Management(
            broker.management, user: broker.address.user, password: broker.address.password,
            at: broker.managementPlace)
    }
}
