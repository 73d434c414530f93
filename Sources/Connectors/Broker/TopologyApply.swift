import Canonical

/// Brings a vhost to a topology: first the differences, which can be shown, then what they say.
package struct TopologyApply {
    let topology: Topology
    let address: BrokerAddress
    let management: Management

    /// Prepares to apply; asks nothing yet.
    package init(_ topology: Topology, to address: BrokerAddress, management: Management) {
        self.topology = topology
        self.address = address
        self.management = management
    }

    /// Every object of the topology with what applying would do, in the order in which it would; changes nothing.
    package func differences() throws(Failure) -> [Difference] {
        let vhost = address.vhost
        var list: [Difference] = []
        list.append(Difference(try management.hasVhost(vhost) ? .kept : .created, .vhost, vhost))
        let permissions = try management.permissions(in: vhost)
        list.append(own(permissions.first { $0.user == address.user }))

        let exchanges = try management.exchanges(in: vhost)
        list += topology.exchanges.map { wanted in
            guard let found = exchanges.first(where: { $0.name == wanted.name }) else {
                return Difference(.created, .exchange, wanted.name, wanted.kind.rawValue)
            }
            let fits = found.type == wanted.kind.rawValue && found.durable
            return Difference(fits ? .kept : .changed, .exchange, wanted.name, fits ? "" : "stands as \(found.type)")
        }
        let queues = try management.queues(in: vhost)
        list += topology.queues.map { wanted in
            guard let found = queues.first(where: { $0.name == wanted.name }) else {
                return Difference(.created, .queue, wanted.name, wanted.kind.rawValue)
            }
            let fits = found.type == wanted.kind.rawValue && found.durable
            return Difference(fits ? .kept : .changed, .queue, wanted.name, fits ? "" : "stands as \(found.type)")
        }
        list += stale(queues)
        let bindings = try standingBindings()
        list += topology.bindings.map { Difference(bindings.contains($0) ? .kept : .created, .binding, "\($0)") }
        list += stale(bindings)
        list += policies(try management.policies(in: vhost))
        list += try users(permissions)
        return list
    }

    private func own(_ found: Standing.Permission?) -> Difference {
        let action: Difference.Action = found == nil ? .created : found == ownPermission ? .kept : .changed
        return Difference(action, .permission, address.user, action == .kept ? "" : "everything in the vhost")
    }

    var ownPermission: Standing.Permission { Topology.ownPermission(of: address.user) }

    func standingBindings() throws(Failure) -> [Binding] {
        try management.bindings(in: address.vhost).filter { $0.destination_type == "queue" && !$0.source.isEmpty }
            .map { Binding(exchange: $0.source, queue: $0.destination, key: $0.routing_key) }
    }

    /// What still brings messages into the inboxes of those who left: these stay, and get nothing more.
    func stale(_ bindings: [Binding]) -> [Difference] {
        let wanted = Set(topology.queues.map(\.name))
        return bindings.filter { Topology.member(ofInbox: $0.queue) != nil && !wanted.contains($0.queue) }
            .map { Difference(.stale, .binding, "\($0)", "removed: no member has this inbox") }
    }

    private func stale(_ queues: [Standing.Queue]) -> [Difference] {
        let wanted = Set(topology.queues.map(\.name))
        let ours = queues.filter { queue in
            let isCheckpoint = queue.name.hasPrefix("feed.") && queue.name.hasSuffix(".checkpoint")
            return (queue.name.hasPrefix("inbox.") || isCheckpoint) && !wanted.contains(queue.name)
        }
        return ours.map { queue in
            let content = queue.messages.map { ", \($0) messages" } ?? ""
            return Difference(
                .stale, .queue, queue.name,
                "left in place\(content); delete it with: rabbitmqctl delete_queue -p \(address.vhost) \(queue.name)")
        }
    }

    private func policies(_ found: [Policy]) -> [Difference] {
        let wanted = topology.policies.map { policy in
            guard let standing = found.first(where: { $0.name == policy.name }) else {
                return Difference(.created, .policy, policy.name, policy.summary)
            }
            guard standing != policy else { return Difference(.kept, .policy, policy.name) }
            return Difference(.changed, .policy, policy.name, "\(standing.summary) becomes \(policy.summary)")
        }
        let names = Set(topology.policies.map(\.name))
        let stale = found.filter { $0.name.hasPrefix(Topology.policyPrefix) && !names.contains($0.name) }
        return wanted + stale.map { Difference(.stale, .policy, $0.name, "removed: \($0.summary)") }
    }

    private func users(_ permissions: [Standing.Permission]) throws(Failure) -> [Difference] {
        let standing = try management.users()
        let topicPermissions = try management.topicPermissions(in: address.vhost)
        var list: [Difference] = []
        for member in topology.users {
            let user = topology.user(of: member.id)
            guard let found = standing.first(where: { $0.name == user }) else {
                list.append(Difference(.created, .user, user))
                continue
            }
            guard found.tags.names.isEmpty, user != address.user else { throw taken(user) }
            var changes: [String] = []
            if !PasswordHash.matches(
                found.password_hash, algorithm: found.hashing_algorithm, password: member.amqpPassword ?? "")
            {
                changes.append("password")
            }
            if !permissions.contains(Topology.permission(of: member, as: user))
                || !topicPermissions.contains(Topology.topicPermission(of: member.id, as: user))
            {
                changes.append("permissions")
            }
            list.append(Difference(changes.isEmpty ? .kept : .changed, .user, user, changes.joined(separator: ", ")))
        }
        return list + stale(permissions, topicPermissions, among: standing)
    }

    /// The users that the hub made and needs no longer.
    ///
    /// They have no tag, and in this vhost exactly the rights that the hub gives. Until users were named after their collective, they were named like their member.
    private func stale(
        _ permissions: [Standing.Permission], _ topicPermissions: [Standing.TopicPermission],
        among standing: [Standing.User]
    ) -> [Difference] {
        let wanted = Set(topology.users.map { topology.user(of: $0.id) })
        let prefix = topology.user(of: "")
        return permissions.compactMap { permission in
            let user = permission.user
            let members = (user.hasPrefix(prefix) ? [String(user.dropFirst(prefix.count))] : []) + [user]
            let member = members.first { member in
                [.itself, .hub(atHours: false)].contains { reader in
                    permission == Topology.permission(of: TopologyMember(id: member, reader: reader), as: user)
                }
                    && topicPermissions.contains(Topology.topicPermission(of: member, as: user))
            }
            guard let member, !wanted.contains(user), user != address.user,
                standing.contains(where: { $0.name == user && $0.tags.names.isEmpty })
            else { return nil }
            let now = topology.user(of: member)
            return Difference(
                .stale, .user, user,
                wanted.contains(now)
                    ? "removed: the member's user is \(now) now" : "removed: no member of this name speaks AMQP")
        }
    }

    private func taken(_ user: String) -> Failure {
        Failure(
            Problem(
                Place("\(address)"),
                "the broker user \(Quote.value(user)) is not a member's: it administers the broker",
                why: "each member that speaks AMQP gets a user named <collective>.<member>",
                fix: "give the member another id"),
            .config)
    }
}

extension Binding: CustomStringConvertible {
    /// `hub -> inbox.atelier (to.atelier)`.
    package var description: String { "\(exchange) -> \(queue)" + (key.isEmpty ? "" : " (\(key))") }
}
