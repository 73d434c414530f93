import Canonical

extension TopologyApply {
    /// Does what the differences say; what is kept is not touched, and a stale queue never.
    package func carryOut(_ differences: [Difference]) throws(Failure) {
        func isDue(_ kind: Difference.Kind, _ name: String) -> Bool {
            differences.contains { $0.kind == kind && $0.name == name && [.created, .changed].contains($0.action) }
        }
        let vhost = address.vhost
        if isDue(.vhost, vhost) { try management.put(vhost: vhost) }
        if isDue(.permission, address.user) { try management.put(permission: ownPermission, in: vhost) }
        try declare(isDue)
        for policy in topology.policies where isDue(.policy, policy.name) {
            try management.put(policy: policy, in: vhost)
        }
        for member in topology.users {
            let user = topology.user(of: member.id)
            guard isDue(.user, user) else { continue }
            try management.put(user: user, password: PasswordHash(of: member.amqpPassword ?? ""))
            try management.put(permission: Topology.permission(of: member, as: user), in: vhost)
            try management.put(topicPermission: Topology.topicPermission(of: member.id, as: user), in: vhost)
        }
        try unbind { name in differences.contains { $0.action == .stale && $0.kind == .binding && $0.name == name } }
        for stale in differences where stale.action == .stale {
            switch stale.kind {
            case .policy: try management.delete(policy: stale.name, in: vhost)
            case .user: try remove(user: stale.name)
            default: break
            }
        }
    }

    /// Closes the vhost to members who left, and leaves everything else as it is; returns what was done.
    ///
    /// Their users are removed, which ends their connections, and nothing reaches their inboxes any more.
    package func revoke(_ leavers: [String]) throws(Failure) -> [Difference] {
        let users = Set(leavers.map(topology.user(of:)))
        let bindings = Set(
            leavers.flatMap { member in
                ["hub", "private"].map {
                    "\(Binding(exchange: $0, queue: Topology.inbox(of: member), key: Topology.key(to: member)))"
                }
            })
        let due = try differences().filter { difference in
            difference.action == .stale
                && (difference.kind == .user && users.contains(difference.name)
                    || difference.kind == .binding && bindings.contains(difference.name))
        }
        try carryOut(due)
        return due
    }

    private func unbind(_ isDue: (String) -> Bool) throws(Failure) {
        let bindings = try standingBindings().filter { isDue("\($0)") }
        guard !bindings.isEmpty else { return }
        let connection = try BrokerConnection(address, name: "hub apply")
        defer { connection.close() }
        for binding in bindings { try connection.unbind(binding) }
    }

    private func declare(_ isDue: (Difference.Kind, String) -> Bool) throws(Failure) {
        let exchanges = topology.exchanges.filter { isDue(.exchange, $0.name) }
        let queues = topology.queues.filter { isDue(.queue, $0.name) }
        let bindings = topology.bindings.filter { isDue(.binding, "\($0)") }
        guard !exchanges.isEmpty || !queues.isEmpty || !bindings.isEmpty else { return }
        let connection = try BrokerConnection(address, name: "hub apply")
        for exchange in exchanges { try connection.declare(exchange: exchange) }
        for queue in queues { try connection.declare(queue: queue) }
        for binding in bindings { try connection.bind(binding) }
        connection.close()
    }

    /// Closes the vhost to a user, who goes altogether when no other vhost knows him.
    private func remove(user: String) throws(Failure) {
        try management.deletePermissions(of: user, in: address.vhost)
        if try !management.hasPermissions(user: user) { try management.delete(user: user) }
    }
}
