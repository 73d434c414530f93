import Canonical

extension Management {
    /// Whether the vhost exists.
    package func hasVhost(_ vhost: String) throws(Failure) -> Bool {
        try get(["vhosts", vhost], as: Named.self) != nil
    }

    /// Creates a vhost; one that exists stays as it is.
    package func put(vhost: String) throws(Failure) { try put(["vhosts", vhost], Nothing()) }

    /// Deletes a vhost with everything in it.
    package func delete(vhost: String) throws(Failure) { try delete(["vhosts", vhost]) }

    /// The named kind of object in a vhost; empty when there is no such vhost.
    package func exchanges(in vhost: String) throws(Failure) -> [Standing.Exchange] {
        try get(["exchanges", vhost], as: [Standing.Exchange].self) ?? []
    }

    /// The queues of a vhost; empty when there is no such vhost.
    package func queues(in vhost: String) throws(Failure) -> [Standing.Queue] {
        try get(["queues", vhost], as: [Standing.Queue].self) ?? []
    }

    /// The bindings of a vhost; empty when there is no such vhost.
    package func bindings(in vhost: String) throws(Failure) -> [Standing.Binding] {
        try get(["bindings", vhost], as: [Standing.Binding].self) ?? []
    }

    /// The policies of a vhost; empty when there is no such vhost.
    package func policies(in vhost: String) throws(Failure) -> [Policy] {
        try get(["policies", vhost], as: [Policy].self) ?? []
    }

    /// Who may do what in a vhost; empty when there is no such vhost.
    package func permissions(in vhost: String) throws(Failure) -> [Standing.Permission] {
        try get(["vhosts", vhost, "permissions"], as: [Standing.Permission].self) ?? []
    }

    /// Which routing keys who may use in a vhost; empty when there is no such vhost.
    package func topicPermissions(in vhost: String) throws(Failure) -> [Standing.TopicPermission] {
        try get(["vhosts", vhost, "topic-permissions"], as: [Standing.TopicPermission].self) ?? []
    }

    /// Every user of the broker.
    package func users() throws(Failure) -> [Standing.User] { try get(["users"], as: [Standing.User].self) ?? [] }

    /// Sets a policy.
    package func put(policy: Policy, in vhost: String) throws(Failure) {
        try put(["policies", vhost, policy.name], policy)
    }

    /// Removes a policy.
    package func delete(policy: String, in vhost: String) throws(Failure) { try delete(["policies", vhost, policy]) }

    /// Creates a user without tags, or gives it this password; only the salted hash travels.
    package func put(user: String, password: PasswordHash) throws(Failure) {
        let body = ["password_hash": password.text, "hashing_algorithm": PasswordHash.algorithm, "tags": ""]
        try put(["users", user], body)
    }

    /// Removes a user from the broker.
    package func delete(user: String) throws(Failure) { try delete(["users", user]) }

    /// Sets what a user may do in a vhost.
    package func put(permission: Standing.Permission, in vhost: String) throws(Failure) {
        try put(["permissions", vhost, permission.user], permission)
    }

    /// Sets which routing keys a user may use in a vhost.
    package func put(topicPermission: Standing.TopicPermission, in vhost: String) throws(Failure) {
        try put(["topic-permissions", vhost, topicPermission.user], topicPermission)
    }

    /// Closes a vhost to a user.
    package func deletePermissions(of user: String, in vhost: String) throws(Failure) {
        try delete(["topic-permissions", vhost, user])
        try delete(["permissions", vhost, user])
    }

    /// Whether any vhost is open to a user.
    package func hasPermissions(user: String) throws(Failure) -> Bool {
        try get(["users", user, "permissions"], as: [Standing.Permission].self)?.isEmpty == false
    }
}

private struct Named: Decodable { var name: String }
private struct Nothing: Encodable {}
