import Canonical
import FoundationEssentials

/// RabbitMQ's management plugin: what AMQP has no words for (vhosts, users, permissions, policies, lists).
package final class Management {
    private let base: String
    private let login: (user: String, password: String)
    private let configured: Place
    private let client = HTTPClient()

    /// Where the plugin answers, such as `http://127.0.0.1:15672`; the user needs the tag `administrator`.
    package init(_ url: String, user: String, password: String, at place: Place) {
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        login = (user, password)
        configured = place
    }

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

    private struct Named: Decodable { var name: String }
    private struct Nothing: Encodable {}
    private struct Refusal: Decodable { var reason: String }

    private func get<Answer: Decodable>(_ path: [String], as type: Answer.Type) throws(Failure) -> Answer? {
        let response = try send("GET", path)
        guard response.status != 404 else { return nil }
        do { return try JSONDecoder().decode(type, from: Data(response.body)) } catch {
            throw unexpected(path, "an answer that is not RabbitMQ's: \(Quote.value(response.text))")
        }
    }

    private func put(_ path: [String], _ value: some Encodable) throws(Failure) {
        let body: Data
        do { body = try JSONEncoder().encode(value) } catch { throw unexpected(path, "a value that JSON cannot hold") }
        _ = try send("PUT", path, body: [UInt8](body))
    }

    private func delete(_ path: [String]) throws(Failure) { _ = try send("DELETE", path) }

    private func send(_ method: String, _ path: [String], body: [UInt8]? = nil) throws(Failure) -> HTTPResponse {
        let url = url(path)
        let headers = body == nil ? [] : [(name: "Content-Type", value: "application/json")]
        let request = HTTPRequest(method, url, headers: headers, body: body, login: login)
        let response: HTTPResponse
        do { response = try client.send(request) } catch {
            var failure = error
            failure.problem.place = Place(base)
            failure.problem.what = "the broker's management API gives \(error.problem.what)"
            failure.problem.fix =
                "rabbitmq-plugins enable rabbitmq_management, or correct the address at \(configured.position)"
            throw failure
        }
        switch response.status {
        case 200...299: return response
        case 404 where method != "PUT": return response
        case 401:
            throw Failure(
                Problem(
                    Place(base),
                    "the broker's management API refused user \(Quote.value(login.user)): \(reason(response))",
                    fix: "correct the login at \(configured.position); the user needs the tag administrator"))
        default:
            throw unexpected(path, "\(method) answered \(response.status): \(reason(response))")
        }
    }

    private func reason(_ response: HTTPResponse) -> String {
        (try? JSONDecoder().decode(Refusal.self, from: Data(response.body)).reason) ?? Quote.value(response.text)
    }

    private func unexpected(_ path: [String], _ what: String) -> Failure {
        Failure(
            Problem(
                Place(url(path)), what,
                fix: "check that RabbitMQ's management plugin answers at the address of \(configured.position)"))
    }

    private func url(_ path: [String]) -> String {
        // A vhost is usually "/", which must be %2F; nothing else than letters and digits is sure to pass unchanged.
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let scalar = Unicode.Scalar(byte)
                let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || byte == 0x2D
                return byte < 0x80 && isPlain ? String(scalar) : "%" + Digest.hex([byte])
            }.joined()
        }
        return "\(base)/api/" + path.map(escaped).joined(separator: "/")
    }
}
